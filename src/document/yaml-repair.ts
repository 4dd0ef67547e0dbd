/**
 * Text that PyYAML takes and the YAML reader here does not, written so that both read the same in it: quotes and
 * brackets that go on at the left of their key, and an alias with a colon right behind it.
 */
import { Lexer } from 'yaml';

/** Blanks that were put in at `at`, counted in the text that came of it. */
interface Insertion {
  readonly at: number;
  readonly blanks: number;
}

export interface RepairedYaml {
  readonly text: string;
  /** The place in the text as it was. */
  originalOffset(offset: number): number;
}

/** Places of one text that are mended; a text with more is left as it is. */
const most = 200;
const flowEnd = '\u0018';
const controls = new Set(['\u0002', flowEnd, '\u001F']);

/** @returns `undefined` when there is nothing to mend */
export function repairYaml(original: string): RepairedYaml | undefined {
  let text = original;
  const insertions: Insertion[] = [];
  for (let count = 0; count < most; count += 1) {
    const found = troubleIn(text);
    if (found.length === 0) break;
    for (const { at, blanks } of found.toReversed()) {
      text = `${text.slice(0, at)}${' '.repeat(blanks)}${text.slice(at)}`;
      for (const [index, known] of insertions.entries()) {
        if (known.at >= at) insertions[index] = { ...known, at: known.at + blanks };
      }
      insertions.push({ at, blanks });
    }
  }
  if (insertions.length === 0) return undefined;
  return {
    text,
    originalOffset: (offset) =>
      insertions.reduce(
        (place, { at, blanks }) => place - Math.min(blanks, Math.max(0, offset - at)),
        offset,
      ),
  };
}

/** What has to be put in for the first thing that the reader stumbles over. */
function troubleIn(text: string): readonly Insertion[] {
  let at = 0;
  const open: number[] = [];
  for (const token of new Lexer().lex(text)) {
    const start = open[0];
    if (token === flowEnd && start !== undefined)
      return belowStart(text, start, closingBracket(text, start));
    if (controls.has(token)) {
      // What follows is no bracket and no quote, however it looks.
      continue;
    }
    if (/^['"]/.test(token) && !isClosed(token)) {
      return belowStart(text, at, closingQuote(text, at));
    }
    if (/^\*[\w-]+:$/.test(token)) return [{ at: at + token.length - 1, blanks: 1 }];
    if (token === '[' || token === '{') open.push(at);
    if (token === ']' || token === '}') open.pop();
    at += token.length;
  }
  return [];
}

/** Indents every line between the two places as far as the first of them. */
function belowStart(text: string, start: number, end: number | undefined): readonly Insertion[] {
  if (end === undefined) return [];
  const blanks = start - text.lastIndexOf('\n', start - 1);
  const lines: Insertion[] = [];
  for (let line = text.indexOf('\n', start); line !== -1 && line < end;) {
    // No document begins or ends in the midst of a value.
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(line + 1, line + 5))) return [];
    if (text[line + 1] !== '\n') lines.push({ at: line + 1, blanks });
    line = text.indexOf('\n', line + 1);
  }
  return lines;
}

function isClosed(token: string): boolean {
  return closingQuote(token, 0) === token.length - 1;
}

/** Where the quotation that begins at `start` ends. */
function closingQuote(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at;
      at += 1;
    }
  }
  return undefined;
}

/** Where the bracket that opens at `start` is closed. */
function closingBracket(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (/['"]/.test(character) && /[[{,:?\s]/.test(text[at - 1] ?? '')) {
      at = closingQuote(text, at) ?? text.length;
    } else if (character === '#' && /\s/.test(text[at - 1] ?? '')) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (/[[{]/.test(character)) depth += 1;
    else if (/[\]}]/.test(character)) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
