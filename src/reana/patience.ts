/** How long and how often a failed call is tried again. */
import { formatDuration } from '../base/format.ts';
import type { CallFailure } from './call-error.ts';

export interface Patience {
  /** Milliseconds to wait before the next try, or `undefined` when it is time to give up. */
  next(failure: CallFailure): number | undefined;
  /** `after 4 tries in 12 s`; empty as long as there was one try. */
  summary(): string;
}

const firstPause = 500;
const longestPause = 30_000;
/** For failures that are mostly permanent: an unknown host, an internal error of the server. */
const fewTries = 4;

/**
 * Doubles the pause from half a second to half a minute, with jitter so that parallel jobs do not
 * come back together.
 *
 * @param budget milliseconds from the first try on
 */
export function createPatience(budget: number, now: () => number, random: () => number): Patience {
  const began = now();
  let tries = 0;
  // Counted besides the clock, so that it ends also where waiting takes no time.
  let waited = 0;
  function spent(): number {
    return Math.max(now() - began, waited);
  }
  return {
    next(failure) {
      tries += 1;
      if (failure.repeat === 'never') return undefined;
      if (failure.repeat === 'few' && tries >= fewTries) return undefined;
      const backOff = Math.min(firstPause * 2 ** (tries - 1), longestPause) * (0.5 + random() / 2);
      const pause = Math.ceil(Math.max(backOff, failure.retryAfter ?? 0));
      if (spent() + pause > budget) return undefined;
      waited += pause;
      return pause;
    },
    summary() {
      return tries < 2 ? '' : `after ${tries} tries in ${formatDuration(spent())}`;
    },
  };
}
