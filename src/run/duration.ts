/** Lengths of time as people write them. */
import { ReanaCiError } from '../base/error.ts';

const unitMilliseconds: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const parts = /(\d+(?:\.\d+)?)\s*([smhd])(?:ec|econds?|in|inutes?|ours?|ays?)?\s*/gy;

/**
 * Milliseconds of `90m`, `3h 30m`, `45 s`, `1.5h`, `2 hours`.
 *
 * @param option the flag it was given to, for the message
 * @throws ReanaCiError `usage` when `text` is no duration, or a zero one
 */
export function parseDuration(text: string, option: string): number {
  let milliseconds = 0;
  parts.lastIndex = 0;
  let end = 0;
  for (let part = parts.exec(text); part !== null; part = parts.exec(text)) {
    milliseconds += Number(part[1]) * (unitMilliseconds[part[2] ?? ''] ?? 0);
    end = parts.lastIndex;
  }
  if (end !== text.length || milliseconds <= 0) {
    throw new ReanaCiError('usage', `${option}: "${text}" is not a length of time.`, {
      hint: 'Write it with units, for example 90m, "3h 30m" or 2d.',
    });
  }
  return milliseconds;
}
