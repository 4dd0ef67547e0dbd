/** Characters that show nothing and steer what shows them: a terminal, or the direction of what follows. */

/** Control characters, line separators, and marks of direction. */
export const unprintable =
  /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;

/** Colours, an erased line, and GitLab's marks of sections: all that we, and programs that colour logs, write. */
const harmless = String.raw`\u001b\[[0-7;]*m|\r?\u001b\[K|\u001b\[0Ksection_(?:start|end):\d+:\w+\r\u001b\[0K|[\t\n\r]`;
const steering = new RegExp(`${harmless}|${unprintable.source}`, 'gu');
const isHarmless = new RegExp(`^(?:${harmless})$`, 'u');

/**
 * A text as a terminal may get it: characters that could steer it otherwise are spelled out, as JSON spells them.
 */
export function forTerminal(text: string): string {
  return text.replace(steering, (found) => (isHarmless.test(found) ? found : spelled(found)));
}

function spelled(characters: string): string {
  return Array.from({ length: characters.length }, (_one, index) => {
    const unit = characters.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${unit}`;
  }).join('');
}
