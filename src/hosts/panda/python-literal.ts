/** A dictionary of texts as Python prints it: `{'KEY': "it's"}`. */

const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Reads what `repr()` makes of a dictionary whose keys and values are texts.
 *
 * @returns `undefined` when `text` is anything else
 */
export function parsePythonDict(text: string): Map<string, string> | undefined {
  const entries = new Map<string, string>();
  let at = 0;
  function take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern.source, 'ysu');
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match === null) return undefined;
    at = sticky.lastIndex;
    return match;
  }
  function takeText(): string | undefined {
    const match = take(/\s*(?:'(?<single>(?:[^'\\\n]|\\.)*)'|"(?<double>(?:[^"\\\n]|\\.)*)")\s*/);
    const body = match?.groups?.single ?? match?.groups?.double;
    return body === undefined ? undefined : unescape(body);
  }

  if (take(/\s*\{\s*/) === undefined) return undefined;
  while (take(/\}\s*$/) === undefined) {
    const key = takeText();
    if (key === undefined || take(/:/) === undefined) return undefined;
    const value = takeText();
    if (value === undefined) return undefined;
    entries.set(key, value);
    if (take(/,\s*/) === undefined && !text.startsWith('}', at)) return undefined;
  }
  return entries;
}

/** @returns `undefined` for an escape that Python does not print */
function unescape(body: string): string | undefined {
  let result = '';
  for (let at = 0; at < body.length; at += 1) {
    const character = body[at] ?? '';
    if (character !== '\\') {
      result += character;
      continue;
    }
    at += 1;
    const escape = body[at] ?? '';
    const plain = simpleEscapes[escape];
    const length = hexLengths[escape];
    if (plain !== undefined) {
      result += plain;
    } else if (length === undefined) {
      return undefined;
    } else {
      const digits = body.slice(at + 1, at + 1 + length);
      const code = /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Infinity;
      if (digits.length !== length || code > 0x10ffff) return undefined;
      result += String.fromCodePoint(code);
      at += length;
    }
  }
  return result;
}
