/** The time between two looks at a run. */
import type { RunStatus } from '../../reana/types.ts';

/** REANA's scheduler looks every 15 s at its queue; asking more often than every 5 s tells nothing new. */
const longestInQueue = 5000;
const longestInRun = 15_000;

/**
 * A tenth of the time since something last changed: a run of seconds is seen to end at once, and one of hours
 * costs the server four looks a minute.
 *
 * @param sinceChange milliseconds since status or progress last changed
 * @param shortest milliseconds that always lie between two looks
 */
export function pollInterval(sinceChange: number, status: RunStatus, shortest: number): number {
  const longest = status === 'running' ? longestInRun : longestInQueue;
  return Math.min(Math.max(sinceChange / 10, shortest), longest);
}
