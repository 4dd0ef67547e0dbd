/** The values in a Snakefile, as far as they can be known without running Python. */
import type { Call, ExprNode } from 'py-ast';
import { calledName, plainConstant, plainText } from '../python/plain.ts';

export type PlainValue = string | number | boolean | null | readonly PlainValue[];

/** Levels of lists and calls that are looked into. */
const deepest = 10;
/** Files that one pattern may stand for; more are left to Snakemake. */
const most = 1000;

/** Flags of files that change nothing of their names. */
const flags = new Set(['temp', 'temporary', 'protected', 'directory', 'touch', 'ancient', 'local']);

/** @returns `undefined` when only Python knows */
export function valueOf(node: ExprNode, depth = 0): PlainValue | undefined {
  if (depth > deepest) return undefined;
  if (node.nodeType === 'List' || node.nodeType === 'Tuple') return listed(node.elts, depth);
  if (node.nodeType === 'Call') return called(node, depth);
  return plainText(node) ?? plainConstant(node);
}

function listed(items: readonly ExprNode[], depth: number): readonly PlainValue[] | undefined {
  const values = items.map((item) => valueOf(item, depth + 1));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function called({ func, args, keywords }: Call, depth: number): PlainValue | undefined {
  const name = calledName(func) ?? '';
  const [first, ...others] = args;
  if (first === undefined) return undefined;
  if (flags.has(name)) {
    return others.length + keywords.length === 0 ? valueOf(first, depth + 1) : undefined;
  }
  if (name !== 'expand' || others.length > 0) return undefined;
  const choices = new Map<string, readonly string[]>();
  for (const { arg, value } of keywords) {
    const known = valueOf(value, depth + 1);
    if (arg === undefined || known === undefined) return undefined;
    choices.set(arg, [known].flat().map(asText));
  }
  const keepsOthers = choices.get('allow_missing')?.join() === 'True';
  return expanded([valueOf(first, depth + 1)].flat(), { choices, keepsOthers });
}

/** As Python writes it. */
function asText(value: PlainValue): string {
  if (value === null) return 'None';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

interface Expansion {
  /** What each wildcard stands for. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** Whether a wildcard without values stays one. */
  readonly keepsOthers: boolean;
}

/** `expand("{a}-{b}", a=["x"], b=[1, 2])`, which takes every combination. */
function expanded(
  patterns: readonly (PlainValue | undefined)[],
  given: Expansion,
): readonly string[] | undefined {
  const files: string[] = [];
  for (const text of patterns) {
    const some = typeof text === 'string' ? combinations(text, given) : undefined;
    if (some === undefined || files.length + some.length > most) return undefined;
    files.push(...some);
  }
  return files;
}

/** `undefined` when a wildcard has no values, or there are too many combinations. */
function combinations(
  pattern: string,
  { choices, keepsOthers }: Expansion,
): readonly string[] | undefined {
  let found = [''];
  for (const [piece, name] of pattern.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    if (piece === '{' || piece === '}') return undefined;
    const values =
      name === undefined
        ? [/^[{}]/.test(piece) ? piece.charAt(0) : piece]
        : (choices.get(name) ?? (keepsOthers ? [piece] : undefined));
    if (values === undefined || found.length * values.length > most) return undefined;
    found = found.flatMap((start) => values.map((value) => start + value));
  }
  return found;
}
