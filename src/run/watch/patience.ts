/** Trying again while the server is out of reach, for work that must not be lost for that. */
import { ReanaCiError } from '../../base/error.ts';
import { formatDuration } from '../../base/format.ts';
import type { RunContext } from '../run-context.ts';
import { isOutage } from './outage.ts';

/** One try has its own retries; these are the pauses between two tries. */
const firstPause = 1000;
const longestPause = 15_000;

/**
 * Runs `task`, again and again while the server cannot be reached, until it has given no sign of life for the
 * time there is; also a try that is under way ends then.
 *
 * @param task calls `alive` whenever it has got on
 * @throws whatever `task` throws, `unreachable` only when the patience is over
 * @throws the signal's reason
 */
export type Patiently = <T>(
  task: (context: RunContext, alive: () => void) => Promise<T>,
) => Promise<T>;

/**
 * Makes a {@link Patiently}. An outage that begins in one task and goes on in the next is one.
 *
 * @param patience milliseconds that the server may be out of reach in one go
 * @param isTemporary which errors are worth another try
 */
export function createPatiently(
  patience: number,
  context: RunContext,
  isTemporary: (error: unknown) => error is ReanaCiError = isOutage,
): Patiently {
  const { host, now, delay, signal } = context;
  /** The outage that goes on: since when, and what the last try met. */
  let outage: { readonly since: number; readonly last: ReanaCiError } | undefined;
  let isTold = false;

  return async (task) => {
    for (let tries = 0; ; tries += 1) {
      let lastLife = now();
      const attempt = new AbortController();
      const left = () => patience - (now() - (outage?.since ?? lastLife));
      const end = () => {
        attempt.abort(tooLong(context.client.server, patience, outage?.last));
      };
      let timer = setTimeout(end, Math.max(0, Math.min(left(), longestTimer)));
      const alive = () => {
        outage = undefined;
        lastLife = now();
        clearTimeout(timer);
        timer = setTimeout(end, Math.max(0, Math.min(patience, longestTimer)));
      };
      try {
        const result = await task(
          { ...context, signal: AbortSignal.any([signal, attempt.signal]) },
          alive,
        );
        outage = undefined;
        return result;
      } catch (error) {
        if (signal.aborted || !isTemporary(error)) throw error;
        outage = { since: outage?.since ?? lastLife, last: error };
        if (attempt.signal.aborted || left() <= 0) throw error;
        if (!isTold) host.announce({ kind: 'warning', message: `${error.message} Trying again.` });
        isTold = true;
        await delay(Math.min(firstPause * 2 ** tries, longestPause, left()), signal);
      } finally {
        clearTimeout(timer);
      }
    }
  };
}

/** The longest time that a timer of Node's can wait. */
const longestTimer = 2 ** 31 - 1;

/** @param last what the last try came to, unless the first one is still under way */
function tooLong(server: string, patience: number, last: ReanaCiError | undefined): ReanaCiError {
  const told = `${server} gave no complete answer for ${formatDuration(patience)}.`;
  return new ReanaCiError('unreachable', last === undefined ? told : `${last.message} ${told}`, {
    hint: last?.hint ?? 'The server or the network is busy or down; try again later.',
  });
}
