/** What stands behind a keyword of a Snakefile, as far as it can be known without running Python. */
import type { Position } from '../../document/source-document.ts';
import type { SyntaxProblem, Token } from './token.ts';

export type PlainValue = string | number | boolean | null | readonly PlainValue[];

export interface SnakefileArgument {
  readonly name?: string;
  /** `undefined` when only Python knows. */
  readonly value: PlainValue | undefined;
  readonly position: Position;
  /** As it is written, without the name. */
  readonly tokens: readonly Token[];
}

export interface ReadArguments {
  readonly arguments: readonly SnakefileArgument[];
  readonly problem?: SyntaxProblem;
}

/** Levels of lists and calls that are looked into. */
const deepest = 10;

/** Reads `"a", b=["c", 1]`: the arguments of a call, in which line breaks mean nothing. */
export function readArguments(tokens: readonly Token[], depth = 0): ReadArguments {
  const content = tokens.filter(({ kind }) => !['newline', 'indent', 'dedent'].includes(kind));
  const parts = splitAt(',', content);
  // A comma may stand behind the last one.
  if (parts.at(-1)?.length === 0) parts.pop();
  const found: SnakefileArgument[] = [];
  const names = new Set<string>();
  for (const part of parts) {
    const problem = problemOf(part, content) ?? orderProblem(part, names);
    if (problem !== undefined) return { arguments: found, problem };
    const [first, equals] = part;
    if (first === undefined) continue;
    const isNamed = first.kind === 'name' && equals?.text === '=';
    const own = isNamed ? part.slice(2) : part;
    const value = depth > deepest ? undefined : plainValue(own, depth);
    const { position } = first;
    const argument = { value, position, tokens: own };
    found.push(isNamed ? { name: first.text, ...argument } : argument);
    if (isNamed) names.add(first.text);
  }
  return { arguments: found };
}

/** What stands between the operators that are in no bracket. */
export function splitAt(operator: string, tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'operator' && /^[([{]$/.test(token.text)) depth += 1;
    if (token.kind === 'operator' && /^[)\]}]$/.test(token.text)) depth -= 1;
    if (token.kind === 'operator' && token.text === operator && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The text of a plain string literal; `undefined` for bytes, f-strings and what has escapes. */
export function textOf(literal: string): string | undefined {
  const [start, prefix = '', quote = ''] = /^([a-zA-Z]*)('''|"""|'|")/.exec(literal) ?? [];
  if (start === undefined || /[bf]/i.test(prefix)) return undefined;
  const inner = literal.slice(start.length, -quote.length);
  if (/r/i.test(prefix)) return inner;
  // What these mean is the same everywhere; others are rare where names of files stand.
  const simple = inner.replace(/\\(?:\n|[\\'"nt])/g, (escape) => escapes[escape[1] ?? ''] ?? '');
  return /\\[^\n\\'"nt]/.test(inner.replaceAll('\\\\', '')) ? undefined : simple;
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  t: '\t',
};

const between = new Set(['if', 'else', 'for', 'in', 'and', 'or', 'not', 'is', 'lambda', 'await']);

/** Two values without anything between them, an operator without a value, a comma too many. */
function problemOf(part: readonly Token[], all: readonly Token[]): SyntaxProblem | undefined {
  const [first] = part;
  if (first === undefined) {
    const [anywhere] = all;
    return anywhere && { message: 'there is a comma too many', position: anywhere.position };
  }
  for (const [index, token] of part.entries()) {
    const before = part[index - 1];
    if (before !== undefined && endsValue(before) && beginsValue(token)) {
      if (before.kind === 'string' && token.kind === 'string') continue;
      return { message: 'a comma is missing before this', position: token.position };
    }
  }
  const last = part.at(-1) ?? first;
  if (last.kind === 'operator' && !/^[)\]}]$/.test(last.text)) {
    return { message: `nothing follows this ${last.text}`, position: last.position };
  }
  return colonProblem(part);
}

function endsValue({ kind, text }: Token): boolean {
  if (kind === 'operator') return /^[)\]}]$/.test(text);
  return !(kind === 'name' && between.has(text));
}

function beginsValue({ kind, text }: Token): boolean {
  if (kind === 'operator') return text === '{';
  return !(kind === 'name' && between.has(text));
}

/** A colon outside of brackets belongs to a lambda, or to a keyword that is indented too far. */
function colonProblem(part: readonly Token[]): SyntaxProblem | undefined {
  let depth = 0;
  let lambdas = 0;
  for (const { kind, text, position } of part) {
    if (kind === 'name' && text === 'lambda') lambdas += 1;
    if (kind !== 'operator') continue;
    if (/^[([{]$/.test(text)) depth += 1;
    if (/^[)\]}]$/.test(text)) depth -= 1;
    if (text !== ':' || depth > 0) continue;
    if (lambdas === 0) return { message: 'a colon cannot stand here', position };
    lambdas -= 1;
  }
  return undefined;
}

function orderProblem(
  part: readonly Token[],
  before: ReadonlySet<string>,
): SyntaxProblem | undefined {
  const [first, equals] = part;
  if (first === undefined || first.text === '*' || first.text === '**') return undefined;
  const name = first.kind === 'name' && equals?.text === '=' ? first.text : undefined;
  if (name !== undefined && before.has(name)) {
    return { message: `${name} is given twice`, position: first.position };
  }
  if (name === undefined && before.size > 0) {
    return { message: 'a value without a name follows one with a name', position: first.position };
  }
  return undefined;
}

/** Flags of files that change nothing of their names. */
const flags = new Set(['temp', 'temporary', 'protected', 'directory', 'touch', 'ancient', 'local']);

function plainValue(tokens: readonly Token[], depth: number): PlainValue | undefined {
  const [first, second] = tokens;
  if (first === undefined) return undefined;
  if (tokens.every(({ kind }) => kind === 'string')) {
    const texts = tokens.map(({ text }) => textOf(text));
    return texts.includes(undefined) ? undefined : texts.join('');
  }
  if (tokens.length === 1) return atom(first);
  if (tokens.length === 2 && first.text === '-' && second?.kind === 'number') {
    const value = atom(second);
    return typeof value === 'number' ? -value : undefined;
  }
  if (first.text === '[' && tokens.at(-1)?.text === ']')
    return plainList(tokens.slice(1, -1), depth);
  if (flags.has(first.text) && second?.text === '(' && tokens.at(-1)?.text === ')') {
    const inner = readArguments(tokens.slice(2, -1), depth + 1).arguments;
    return inner.length === 1 ? inner[0]?.value : undefined;
  }
  return first.text === 'expand' ? expanded(tokens, depth) : undefined;
}

function atom({ kind, text }: Token): PlainValue | undefined {
  if (kind === 'number') return /^\d+$/.test(text) ? Number(text) : undefined;
  const constants: Readonly<Record<string, PlainValue>> = { True: true, False: false, None: null };
  return constants[text];
}

function plainList(tokens: readonly Token[], depth: number): readonly PlainValue[] | undefined {
  const { arguments: items, problem } = readArguments(tokens, depth + 1);
  if (problem !== undefined) return undefined;
  const values = items.map(({ name, value }) => (name === undefined ? value : undefined));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** Files that one pattern may stand for; more are left to Snakemake. */
const most = 1000;

/** `expand("{a}-{b}", a=["x"], b=[1, 2])`, which takes every combination. */
function expanded(tokens: readonly Token[], depth: number): readonly string[] | undefined {
  if (tokens[1]?.text !== '(' || tokens.at(-1)?.text !== ')') return undefined;
  const [pattern, ...rest] = readArguments(tokens.slice(2, -1), depth + 1).arguments;
  const choices = new Map<string, readonly string[]>();
  for (const { name, value } of rest) {
    const values = [value].flat().map(String);
    if (name === undefined || value === undefined) return undefined;
    choices.set(name, values);
  }
  const files: string[] = [];
  for (const text of [pattern?.value].flat()) {
    const some = typeof text === 'string' ? combinations(text, choices) : undefined;
    if (some === undefined || files.length + some.length > most) return undefined;
    files.push(...some);
  }
  return files;
}

/** `undefined` when a wildcard has no values, or there are too many combinations. */
function combinations(
  pattern: string,
  choices: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  let found = [''];
  for (const [piece, name] of pattern.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    if (piece === '{' || piece === '}') return undefined;
    const values =
      name === undefined ? [/^[{}]/.test(piece) ? piece.charAt(0) : piece] : choices.get(name);
    if (values === undefined || found.length * values.length > most) return undefined;
    found = found.flatMap((start) => values.map((value) => start + value));
  }
  return found;
}
