/** The times and number of attempts of a failed call. */
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
/** One try that stalls can take all the time there is; it must not be the only one. */
const fewestTries = 3;
/** How many times the budget a server that is asked too much may take: others make it so, and it is well. */
const crowdFactor = 30;

/**
 * Doubles the pause from half a second to half a minute, with jitter so that parallel jobs do not
 * come back together.
 *
 * @param budget milliseconds from the first try on; zero tries once
 */
export function createPatience(budget: number, now: () => number, random: () => number): Patience {
  const began = now();
  let tries = 0;
  /** Tries that the server had too many others for (429): they have a budget of their own. */
  let crowded = 0;
  // Counted besides the clock, so that it ends also where waiting takes no time.
  let waited = 0;
  let waitedInCrowd = 0;
  function spent(): number {
    return Math.max(now() - began, waited + waitedInCrowd);
  }

  function nextInCrowd({ retryAfter = 0 }: CallFailure): number | undefined {
    crowded += 1;
    if (retryAfter > budget) return undefined;
    // The rate budget spreads those that come back together.
    const pause = Math.ceil(retryAfter > 0 ? retryAfter : pauseOf(crowded) * (0.5 + random() / 2));
    if (waitedInCrowd + pause > budget * crowdFactor) return undefined;
    waitedInCrowd += pause;
    return pause;
  }

  return {
    next(failure) {
      tries += 1;
      if (failure.repeat === 'never') return undefined;
      if (failure.status === 429) return nextInCrowd(failure);
      const own = tries - crowded;
      if (failure.repeat === 'few' && own >= fewTries) return undefined;
      const backOff = pauseOf(own) * (0.5 + random() / 2);
      const pause = Math.ceil(Math.max(backOff, failure.retryAfter ?? 0));
      const isOver = spent() - waitedInCrowd + pause > budget;
      if (isOver && (own >= fewestTries || budget === 0 || pause > budget)) return undefined;
      waited += pause;
      return pause;
    },
    summary() {
      return tries < 2 ? '' : `after ${tries} tries in ${formatDuration(spent())}`;
    },
  };
}

function pauseOf(tries: number): number {
  return Math.min(firstPause * 2 ** (tries - 1), longestPause);
}
