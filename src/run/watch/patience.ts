/** Trying again while the server is out of reach, for work that must not be lost after hours of running. */
import { isOutage } from './outage.ts';
import type { RunContext } from '../run-context.ts';

/** One try has its own retries; this is the pause between two tries. */
const pause = 15_000;

/**
 * Runs `task`, again and again while the server cannot be reached, for `patience` milliseconds at most.
 *
 * @throws whatever `task` throws, `unreachable` only when the patience is over
 * @throws the signal's reason
 */
export async function withPatience<T>(
  task: () => Promise<T>,
  patience: number,
  { host, now, delay, signal }: RunContext,
): Promise<T> {
  const begun = now();
  let isTold = false;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      if (!isOutage(error) || now() - begun >= patience) throw error;
      if (!isTold) host.announce({ kind: 'warning', message: `${error.message} Trying again.` });
      isTold = true;
      await delay(pause, signal);
    }
  }
}
