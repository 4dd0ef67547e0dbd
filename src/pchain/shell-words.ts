/** Splitting a line into words as Python's `shlex` does, which PanDA's reader uses. */

/** @returns `undefined` when a quotation is not closed */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (quote === "'" && character !== "'") {
      word = (word ?? '') + character;
    } else if (character === quote) {
      quote = '';
    } else if (character === '\\') {
      at += 1;
      const next = line[at];
      if (next === undefined) return undefined;
      // Inside of double quotes, a backslash is one unless it protects something.
      const isLiteral = quote === '"' && next !== '"' && next !== '\\';
      word = (word ?? '') + (isLiteral ? character + next : next);
    } else if (quote === '' && (character === "'" || character === '"')) {
      quote = character;
      word ??= '';
    } else if (quote === '' && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
