/** The arguments of a keyword of a Snakefile, as Snakemake passes them to Python. */
import type { ExprNode } from 'py-ast';
import type { Position } from '../../document/source-document.ts';
import { readPythonArguments } from '../python/syntax.ts';
import { isContent, type SyntaxProblem, type Token } from './token.ts';
import { type PlainValue, valueOf } from './value.ts';

export interface SnakefileArgument {
  readonly name?: string;
  /** `undefined` when only Python knows. */
  readonly value: PlainValue | undefined;
  readonly position: Position;
  readonly expression: ExprNode;
  /** `*given` and `**given`. */
  readonly isUnpacked: boolean;
}

export interface ReadArguments {
  readonly arguments: readonly SnakefileArgument[];
  /** Whether there may be others, which could not be read. */
  readonly isOpen: boolean;
  readonly problem?: SyntaxProblem;
}

/** @param text the whole file, of which `block` are the tokens behind a colon */
export function readArguments(text: string, block: readonly Token[]): ReadArguments {
  const content = block.filter(isContent);
  const [first] = content;
  const last = content.at(-1);
  if (first === undefined || last === undefined) return { arguments: [], isOpen: false };
  const read = readPythonArguments(text.slice(first.from, last.from + last.text.length));
  if (read === 'unknown') return { arguments: [], isOpen: true };
  if ('mistake' in read) {
    const place = placeFrom(first.position, read.mistake);
    const problem = explainMistake(read.mistake.message, content, place, true);
    return { arguments: [], isOpen: true, problem };
  }
  const found = read.value.map(
    ({ line, column, expression, name, isUnpacked }): SnakefileArgument => ({
      ...(name === undefined ? {} : { name }),
      value: isUnpacked ? undefined : valueOf(expression),
      position: placeFrom(first.position, { line, column }),
      expression,
      isUnpacked,
    }),
  );
  const problem = repeatedName(found);
  return { arguments: found, isOpen: false, ...(problem && { problem }) };
}

/** The place in the file of one that is counted from `start`. */
export function placeFrom(
  start: Position,
  { line, column }: { readonly line: number; readonly column: number },
): Position {
  return {
    file: start.file,
    line: start.line + line - 1,
    column: line === 1 ? start.column + column - 1 : column,
  };
}

/** Says in the words of an author what Python stumbles over at `place`, among `tokens`. */
export function explainMistake(
  message: string,
  tokens: readonly Token[],
  place: Position,
  isOneCall = false,
): SyntaxProblem {
  const content = tokens.filter(isContent);
  const at = content.findIndex(({ position }) => !isBefore(position, place));
  const token = content[at];
  const before = at === 0 ? undefined : content.at(at === -1 ? -1 : at - 1);
  if (message.startsWith('positional argument follows keyword')) {
    return { message: 'a value without a name follows one with a name', position: place };
  }
  if (token === undefined) {
    return before?.kind === 'operator' && !/^[)\]}]$/.test(before.text)
      ? { message: `nothing follows this ${before.text}`, position: before.position }
      : { message: 'this does not end where it has to', position: before?.position ?? place };
  }
  const { position, text, kind } = token;
  if (text === ',') return { message: 'there is a comma too many', position };
  if (text === ':') return { message: 'a colon cannot stand here', position };
  if (before !== undefined && endsValue(before) && kind !== 'operator') {
    const isOneLine = before.position.line === position.line || token.isBelow === true;
    return {
      message:
        isOneCall || isOneLine ? 'a comma is missing before this' : 'Python cannot read this',
      position,
    };
  }
  return { message: 'Python cannot read this', position };
}

function endsValue({ kind, text }: Token): boolean {
  return kind !== 'operator' || /^[)\]}]$/.test(text);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** Python's grammar takes it; Python does not. */
function repeatedName(found: readonly SnakefileArgument[]): SyntaxProblem | undefined {
  const names = new Set<string>();
  for (const { name, position } of found) {
    if (name !== undefined && names.has(name))
      return { message: `${name} is given twice`, position };
    if (name !== undefined) names.add(name);
  }
  return undefined;
}
