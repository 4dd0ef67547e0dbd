/** Size of a YAML text for a reader, known from its tokens before the tree is made that takes the memory. */
import { Lexer } from 'yaml';

/** Why a text is not read. */
export interface SizeProblem {
  readonly rule: 'yaml-too-large' | 'yaml-too-deep';
  readonly message: string;
  /** Where the limit is passed, in characters. */
  readonly offset: number;
}

/**
 * Every part (a key, a value, a bracket, a comma, a comment) becomes up to a kilobyte of tree. The largest
 * workflow files of analyses that are in use have some 500; this is as much as 500 KiB of ordinary YAML.
 */
export const mostParts = 80_000;
const mostCharacters = 2 * 1024 * 1024;
const blankPart = 0.1;

/** Levels within a line, and of brackets; more than this no specification can hold either (`yaml-json.ts`). */
const deepest = 200;

/** @returns the number of parts, or why the text is too large to be read. */
export function measureYaml(text: string): { parts: number } | { problem: SizeProblem } {
  if (text.length > mostCharacters) {
    return { problem: tooLarge(`the file is larger than ${mostCharacters / 1024 / 1024} MiB`, 0) };
  }
  let parts = 0;
  let offset = 0;
  let brackets = 0;
  let dashes = 0;
  for (const token of new Lexer().lex(text)) {
    if (markers.has(token)) continue;
    parts += token.trim() === '' ? blankPart : 1;
    if (parts > mostParts) {
      return { problem: tooLarge('the file holds more values than can be read', offset) };
    }
    brackets += nesting[token] ?? 0;
    // "- - - a" is a list in a list in a list.
    dashes = token === '\n' ? 0 : dashes + (token === '-' || token === '?' ? 1 : 0);
    if (brackets + dashes > deepest) {
      const message = `more than ${deepest} levels deep`;
      return { problem: { rule: 'yaml-too-deep', message, offset } };
    }
    offset += token.length;
  }
  return { parts };
}

const nesting: Readonly<Record<string, number | undefined>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** What the lexer adds to the text: document, end of a broken flow, scalar. */
const markers = new Set(['\u0002', '\u0018', '\u001F']);

function tooLarge(message: string, offset: number): SizeProblem {
  return { rule: 'yaml-too-large', message, offset };
}
