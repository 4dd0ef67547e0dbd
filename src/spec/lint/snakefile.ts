/**
 * A Snakefile as far as it can be read without running it: it is Python, so this looks for rules the way
 * people write them, and knows nothing of what loops and functions add.
 */
import path from 'node:path';
import { isJsonObject } from '../../base/json.ts';
import type { Position } from '../source-document.ts';
import type { LintSubject } from './subject.ts';

/** `container: "docker://…"`: a keyword and what stands behind it. */
export interface SnakefileDirective {
  readonly keyword: string;
  /** Everything up to the next directive, without comments. */
  readonly text: string;
  readonly position: Position;
  /** The lines of `text`, with the number of each. */
  readonly lines: readonly (readonly [number: number, text: string])[];
}

export interface SnakefileRule {
  readonly name: string;
  readonly position: Position;
  readonly directives: ReadonlyMap<string, SnakefileDirective>;
}

export interface Snakefile {
  readonly file: string;
  readonly rules: readonly SnakefileRule[];
  /** Outside of rules: `include`, `configfile`, `container`, `rule`-less keywords. */
  readonly directives: readonly SnakefileDirective[];
}

export interface SnakemakeSubject extends LintSubject {
  readonly snakefiles: readonly Snakefile[];
}

const mostFiles = 100;

/** Reads the Snakefile and the files that it includes by a plain name, as far as they are at hand. */
export async function readSnakefiles({ specification, reader }: LintSubject): Promise<Snakefile[]> {
  const { workflow } = specification.data;
  const first = isJsonObject(workflow) ? specification.workflowFile : undefined;
  const names = first === undefined ? [] : [first];
  const found: Snakefile[] = [];
  // The list grows while it is walked, by the files that are included.
  for (const name of names) {
    const text = await reader.text(name);
    if (text === undefined) continue;
    const snakefile = parseSnakefile(name, text);
    found.push(snakefile);
    for (const directive of snakefile.directives) {
      const target = directive.keyword === 'include' ? includedFile(name, directive) : undefined;
      if (target !== undefined && !names.includes(target) && names.length < mostFiles) {
        names.push(target);
      }
    }
  }
  return found;
}

/** The file that an `include:` names, relative to the analysis; `undefined` when it is no plain text. */
export function includedFile(from: string, { text }: SnakefileDirective): string | undefined {
  const name = plainText(text);
  if (name === undefined || /^[a-z]+:\/\/|^\//.test(name)) return undefined;
  return path.posix.join(path.posix.dirname(from), name);
}

/** The value of a directive that is one plain text and nothing else. */
export function plainText(text: string): string | undefined {
  const match = /^\s*(?:"([^"\\{}]*)"|'([^'\\{}]*)')\s*,?\s*$/.exec(text);
  return match?.[1] ?? match?.[2];
}

const rulePattern = /^(\s*)(?:rule|checkpoint)\s+(\w+)\s*:/;
const directivePattern = /^(\s*)([a-z_]+)\s*:(?!=)(.*)$/;

/** Finds rules by their indentation; a line that fits nothing belongs to what stands before it. */
export function parseSnakefile(file: string, text: string): Snakefile {
  const rules: { -readonly [K in keyof SnakefileRule]: SnakefileRule[K] }[] = [];
  const outside: Draft[] = [];
  let indent = 0;
  let inner: Map<string, Draft> | undefined;
  let open: Draft | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const number = index + 1;
    const line = raw.replace(/(^|\s)#.*$/, '');
    if (line.trim() === '') continue;
    const depth = /^\s*/.exec(line)?.[0].length ?? 0;
    const rule = rulePattern.exec(line);
    if (rule !== null) {
      inner = new Map();
      indent = depth;
      open = undefined;
      const position = { file, line: number, column: depth + 1 };
      rules.push({ name: rule[2] ?? '', position, directives: inner });
      continue;
    }
    if (inner !== undefined && depth <= indent) inner = undefined;
    const match = directivePattern.exec(line);
    const isDirective = match !== null && (open === undefined || depth <= open.position.column - 1);
    if (isDirective) {
      const [, , keyword = '', rest = ''] = match;
      open = draft(keyword, { file, line: number, column: depth + 1 }, [number, rest]);
      if (inner === undefined) outside.push(open);
      else inner.set(keyword, open);
    } else if (open !== undefined && depth > open.position.column - 1) {
      open.lines.push([number, line]);
      open.text += `\n${line}`;
    } else open = undefined;
  }
  return { file, rules, directives: outside };
}

interface Draft extends SnakefileDirective {
  text: string;
  readonly lines: (readonly [number, string])[];
}

function draft(keyword: string, position: Position, line: readonly [number, string]): Draft {
  return { keyword, position, text: line[1], lines: [line] };
}
