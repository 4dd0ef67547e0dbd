/** The tokens of Python, of which Snakefiles are made, and what no Python reader takes. */
import type { Position } from '../../document/source-document.ts';

export interface Token {
  /** `newline` ends a statement; `indent` and `dedent` stand before the first token of a line. */
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'newline' | 'indent' | 'dedent';
  readonly text: string;
  readonly position: Position;
  /** Where it begins in the text, whose lines all end with one character. */
  readonly from: number;
  /** Whether a line ends between it and what stands before it in the same bracket. */
  readonly isBelow?: boolean;
}

export interface SyntaxProblem {
  readonly message: string;
  readonly position: Position;
}

export interface TokenList {
  readonly tokens: readonly Token[];
  /** The text with one character at the end of each line. */
  readonly text: string;
  /** The first of them; what comes after it would be a consequence. */
  readonly problem?: SyntaxProblem;
}

/** The text of the `newline` of an empty line. */
export const blankLine = '\n\n';

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Brackets within brackets that Python takes (MAXLEVEL of its tokenizer). */
const deepest = 200;
const stringStart = /^(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?('''|"""|'|")/;
const blank = /[ \t\f]/y;
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const number = /(?:\d|\.\d)[\w.]*/y;
const operator = /->|:=|\*\*|\/\/|[=!<>]=|<<|>>|[-+*/%@&|^~<>=.,:;()[\]{}]/y;

/** Reads `text`; columns of tabs are counted as Python does. */
export function readTokens(file: string, text: string): TokenList {
  return new Reading(file, text).run();
}

class Reading {
  readonly #file: string;
  readonly #text: string;
  readonly #tokens: Token[] = [];
  readonly #brackets: { readonly text: string; readonly position: Position }[] = [];
  readonly #indents = [0];
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #isBelow = false;
  #problem: SyntaxProblem | undefined;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text.replace(/\r\n?/g, '\n');
  }

  run(): TokenList {
    const end = this.#text.indexOf('\0');
    if (end !== -1) this.#fail('the file holds a zero byte, and is no text');
    while (this.#at < this.#text.length && this.#problem === undefined) {
      if (this.#at === this.#lineStart && this.#brackets.length === 0) this.#readIndent();
      else this.#readOne();
    }
    const open = this.#brackets.at(-1);
    if (open !== undefined) this.#fail(`this ${open.text} is never closed`, open.position);
    this.#add('newline', '');
    for (const _ of this.#indents.slice(1)) this.#add('dedent', '');
    const read = { tokens: this.#tokens, text: this.#text };
    return this.#problem === undefined ? read : { ...read, problem: this.#problem };
  }

  /** Lines that are empty, or hold a comment only, do not count. */
  #readIndent(): void {
    let width = 0;
    for (; this.#matches(blank); this.#at += 1) {
      width = this.#text[this.#at] === '\t' ? (Math.floor(width / 8) + 1) * 8 : width + 1;
    }
    const next = this.#text[this.#at];
    if (next === '#') this.#skipComment();
    // Snakemake's parser sees lines that are empty, and takes them for the end of a block.
    if (next === '\n') this.#add('newline', blankLine);
    if (next === '#' || next === '\n' || next === undefined) {
      if (this.#at < this.#text.length) this.#endLine();
      return;
    }
    const current = this.#indents.at(-1) ?? 0;
    if (width > current) {
      this.#indents.push(width);
      this.#add('indent', '');
    }
    while (width < (this.#indents.at(-1) ?? 0)) {
      this.#indents.pop();
      this.#add('dedent', '');
    }
    if (width !== this.#indents.at(-1)) {
      this.#fail('this line is indented like no line before it');
    }
    // An indent of nothing has been dealt with, too.
    this.#readOne();
  }

  #readOne(): void {
    const rest = this.#text[this.#at] ?? '';
    if (rest === '\n') {
      if (this.#brackets.length === 0) this.#add('newline', '\n');
      else this.#isBelow = true;
      this.#endLine();
    } else if (this.#matches(blank) !== undefined) this.#at += 1;
    else if (rest === '#') this.#skipComment();
    else if (rest === '\\' && this.#text[this.#at + 1] === '\n') {
      this.#at += 1;
      this.#endLine();
      // The next line goes on with this one, however it is indented.
      while (this.#matches(blank) !== undefined) this.#at += 1;
    } else if (!this.#readString()) this.#readWord();
  }

  #readString(): boolean {
    const [start, quote = ''] = stringStart.exec(this.#text.slice(this.#at, this.#at + 6)) ?? [];
    if (start === undefined) return false;
    const position = this.#position();
    let end = this.#at + start.length;
    while (!this.#text.startsWith(quote, end)) {
      const char = this.#text[end];
      if (char === undefined || (char === '\n' && quote.length === 1)) {
        this.#fail('this text has no end', position);
        this.#at = this.#text.length;
        return true;
      }
      end += char === '\\' ? 2 : 1;
    }
    const token = this.#text.slice(this.#at, end + quote.length);
    this.#add('string', token, position);
    for (let at = this.#at; at < end; at += 1) {
      if (this.#text[at] !== '\n') continue;
      this.#line += 1;
      this.#lineStart = at + 1;
    }
    this.#at = end + quote.length;
    return true;
  }

  #readWord(): void {
    const name = this.#matches(word);
    const digits = this.#matches(number);
    const sign = this.#matches(operator);
    const text = name ?? digits ?? sign;
    if (text === undefined) {
      const char = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
      this.#fail(`${JSON.stringify(char)} cannot stand here`);
      return;
    }
    if (name === undefined && digits === undefined) this.#checkBracket(text);
    const kind = name === undefined ? (digits === undefined ? 'operator' : 'number') : 'name';
    this.#add(kind, text);
    this.#at += text.length;
  }

  #checkBracket(text: string): void {
    if (text in closing) {
      if (this.#brackets.length >= deepest) this.#fail('too many brackets within brackets');
      this.#brackets.push({ text, position: this.#position() });
    } else if (/^[)\]}]$/.test(text)) {
      const open = this.#brackets.pop();
      if (open === undefined) this.#fail(`this ${text} closes nothing`);
      else if (closing[open.text] !== text) {
        this.#fail(`this ${text} does not close the ${open.text} of line ${open.position.line}`);
      }
    }
  }

  #matches(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #endLine(): void {
    this.#at += 1;
    this.#line += 1;
    this.#lineStart = this.#at;
  }

  #add(kind: Token['kind'], text: string, position = this.#position()): void {
    const token = { kind, text, position, from: this.#at };
    this.#tokens.push(this.#isBelow ? { ...token, isBelow: true } : token);
    this.#isBelow = false;
  }

  #position(): Position {
    const column = this.#at - this.#lineStart + 1;
    return { file: this.#file, line: this.#line, column };
  }

  #fail(message: string, position = this.#position()): void {
    this.#problem ??= { message, position };
  }
}

/** Whether it is more than layout. */
export function isContent({ kind }: Pick<Token, 'kind'>): boolean {
  return kind !== 'newline' && kind !== 'indent' && kind !== 'dedent';
}
