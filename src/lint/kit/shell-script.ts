/** Just enough of the shell's grammar to tell the commands of a script apart. */

/**
 * The lines of a script that the shell takes one by one: continued lines joined, without comments, blank
 * lines and the bodies of here-documents.
 */
export function shellLines(script: string): string[] {
  const lines: string[] = [];
  let end: string | undefined;
  let open = '';
  for (const line of script.split('\n')) {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined;
      continue;
    }
    const text = open === '' ? line.trim() : `${open} ${line.trim()}`;
    if (text === '' || text.startsWith('#')) continue;
    end = /<<-?\s*\\?(["']?)(\w+)\1/.exec(text)?.[2];
    // A line that ends in an operator, or in an open quotation, goes on.
    const goesOn = /(?:\\|&&|\|\|?)$/.test(text) || hasOpenQuotation(text);
    open = goesOn && end === undefined ? text.replace(/\\$/, '') : '';
    if (open === '') lines.push(text);
  }
  return open === '' ? lines : [...lines, open];
}

/** The simple commands of one line, split at `&&`, `||`, `;` and `|` outside of quotes. */
export function simpleCommands(line: string): string[] {
  const parts: string[] = [''];
  let quote = '';
  for (const character of line) {
    const last = parts.length - 1;
    if (quote !== '' ? character === quote : character === '"' || character === "'") {
      quote = quote === '' ? character : '';
    }
    if (quote === '' && /[;&|]/.test(character)) parts.push('');
    else parts[last] = (parts[last] ?? '') + character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function hasOpenQuotation(text: string): boolean {
  const bare = text.replace(/\\./g, '').replace(/"[^"]*"|'[^']*'/g, '');
  return /["']/.test(bare);
}
