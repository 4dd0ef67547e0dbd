/** The tokens of jsonpath_rw's path expressions. */
import { PythonError } from '../../python/error.ts';

export interface Token {
  /** As jsonpath_rw names it: `ID`, `NUMBER`, `DOUBLEDOT`, `WHERE`, `NAMED_OPERATOR`, or the character itself. */
  readonly type: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** From 0 in the first line, from 1 in others, as jsonpath_rw counts. */
  readonly column: number;
}

const words = /[a-zA-Z_@][a-zA-Z0-9_@-]*/y;
const numbers = /-?\d+/y;
const quotes: Readonly<Record<string, string>> = {
  "'": 'singlequoted field',
  '"': 'doublequoted field',
  '`': 'backquoted operator',
};

/**
 * Cuts an expression into tokens, one by one: the parser sees those before a mistake.
 *
 * @throws PythonError JsonPathLexerError at a character that starts no token
 */
export function* tokenize(text: string): Generator<Token> {
  let line = 1;
  let lineStart = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const place = { line, column: at - lineStart };
    if (character === ' ' || character === '\t') {
      at += 1;
    } else if (character === '\n') {
      line += 1;
      lineStart = at;
      at += 1;
    } else if (character in quotes) {
      const { value, end } = readQuoted(text, at, character);
      const type = character === '`' ? 'NAMED_OPERATOR' : 'ID';
      yield { type, value, line, column: end - 1 - lineStart };
      at = end;
    } else {
      const token = readPlain(text, at);
      if (token === undefined) {
        throw new PythonError(
          'JsonPathLexerError',
          `Error on line ${line}, col ${place.column}: Unexpected character: ${character} `,
        );
      }
      yield { ...token, ...place };
      at += token.value.length;
    }
  }
}

function readPlain(text: string, at: number): Pick<Token, 'type' | 'value'> | undefined {
  words.lastIndex = at;
  const word = words.exec(text)?.[0];
  if (word !== undefined) return { type: word === 'where' ? 'WHERE' : 'ID', value: word };
  numbers.lastIndex = at;
  const number = numbers.exec(text)?.[0];
  if (number !== undefined) return { type: 'NUMBER', value: number };
  if (text.startsWith('..', at)) return { type: 'DOUBLEDOT', value: '..' };
  const character = text.charAt(at);
  return '*.[]()$,:|&'.includes(character) ? { type: character, value: character } : undefined;
}

/** The text between two quotes; a backslash takes the next character as it is. */
function readQuoted(text: string, start: number, quote: string): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { value, end: at + 1 };
    const escapes = character === '\\' && at + 1 < text.length;
    value += escapes ? text.charAt(at + 1) : character;
    if (escapes) at += 1;
  }
  throw new PythonError('JsonPathLexerError', 'Unexpected EOF in string literal or identifier');
}
