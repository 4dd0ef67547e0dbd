/** Which files of one pattern can be files of another; wildcards stand for anything. */
import { betweenWildcards, wildcardsIn } from '../wildcard.ts';
import type { FilePattern } from './pattern.ts';

export function hasWildcards({ files }: FilePattern): boolean {
  return files.some((file) => wildcardsIn(file).size > 0);
}

/** Whether a file of the one pattern is, as it is written, a file of the other. */
export function isSame(wanted: FilePattern, made: FilePattern): boolean {
  return wanted.files.some((file) => made.files.includes(file));
}

/** Whether a file of the one pattern can be a file of the other. */
export function canMatch(wanted: FilePattern, made: FilePattern): boolean {
  return wanted.files.some((file) => made.files.some((other) => canBe(file, other)));
}

function canBe(wanted: string, made: string): boolean {
  if (wanted === made) return true;
  const [left, right] = [parts(wanted), parts(made)];
  if (![left, right].every((list) => list.some((part) => /\w/.test(part)))) return false;
  return fits(left.join('\u0001'), right) || fits(right.join('\u0001'), left);
}

/** What stands between the wildcards. */
function parts(text: string): readonly string[] {
  return betweenWildcards(text.replace(/^\.\//, ''));
}

/** Whether `text` holds the parts in their order, from its beginning to its end. */
function fits(text: string, [first = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return text === first;
  const last = rest.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
