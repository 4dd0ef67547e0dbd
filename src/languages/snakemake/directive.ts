/** A keyword of a Snakefile with what stands behind it. */
import { pythonMistake } from '../python/syntax.ts';
import { explainMistake, readArguments } from './argument.ts';
import { commandProblem } from './command.ts';
import type { Cursor } from './cursor.ts';
import { commandKeywords, imageKeywords, mayBeEmpty, textKeywords } from './keyword.ts';
import type { SnakefileDirective } from './snakefile.ts';
import type { Token } from './token.ts';

/** Reads from the keyword on. */
export function takeDirective(
  cursor: Cursor,
  isConditional: boolean,
): SnakefileDirective | undefined {
  const token = cursor.take();
  if (token === undefined || !cursor.takeColon(token)) return undefined;
  const { text: keyword, position } = token;
  if (keyword === 'run') {
    takePython(cursor, token);
    return { keyword, position, arguments: [], isOpen: true, isConditional };
  }
  const block = cursor.takeBlock(token);
  if (cursor.problems.length > 0) return undefined;
  if (block.length === 0 && !mayBeEmpty.has(keyword)) {
    cursor.fail(`nothing follows ${keyword}`, token);
  }
  const { arguments: found, isOpen, problem } = readArguments(cursor.text, block);
  if (problem !== undefined) cursor.problems.push(problem);
  else if (commandKeywords.has(keyword))
    cursor.problems.push(...commandProblem(token, block, found));
  const [only] = found;
  const value = only?.value;
  const isText = typeof value === 'string' || (value === null && imageKeywords.has(keyword));
  if ((textKeywords.has(keyword) || imageKeywords.has(keyword)) && value !== undefined && !isText) {
    cursor.fail(`${keyword} takes a text`, token);
  }
  return {
    keyword,
    position,
    arguments: found,
    isOpen: isOpen || found.some((given) => given.value === undefined),
    isConditional,
  };
}

/** Reads Python below a keyword, and returns its tokens. */
export function takePython(cursor: Cursor, keyword: Token): readonly Token[] {
  const block = cursor.takeBlock(keyword, true);
  const [first] = block;
  const last = block.at(-1);
  if (first === undefined || last === undefined || cursor.problems.length > 0) return block;
  const isBelow = first.position.line > keyword.position.line;
  // With its indentation, as the body of a function.
  const from = isBelow ? first.from - first.position.column + 1 : first.from;
  const body = cursor.text.slice(from, last.from + last.text.length);
  const mistake = pythonMistake(`def run():${isBelow ? '\n' : ' '}${body}\n`);
  if (mistake === undefined) return block;
  const { line } = first.position;
  const column =
    isBelow || mistake.line > 1
      ? mistake.column
      : mistake.column - 'def run(): '.length + first.position.column - 1;
  const place = {
    file: first.position.file,
    line: line + mistake.line - (isBelow ? 2 : 1),
    column,
  };
  cursor.problems.push(explainMistake(mistake.message, block, place));
  return block;
}
