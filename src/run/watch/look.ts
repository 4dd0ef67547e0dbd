/** A look at a run that is watched: one that fails harms nothing, and none takes longer than there is time. */
import { bounded } from '../../base/bounded.ts';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import { formatDuration } from '../../base/format.ts';
import type { RunContext } from '../run-context.ts';
import type { WatchLimits } from './watch-limits.ts';

/** Gives `undefined` when there was no good answer. */
export type Look = <T>(ask: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>;

/**
 * Makes a {@link Look} that fails only when none has succeeded for `outageTimeout`. It does not matter why:
 * a proxy in front of REANA says that a run is not there, or that nobody may see it, just as well. Only a login
 * that nothing in this job can renew is not waited for.
 */
export function createLook(
  { outageTimeout, deadline = Infinity }: Pick<WatchLimits, 'outageTimeout' | 'deadline'>,
  { host, now, signal }: RunContext,
): Look {
  let awaySince: number | undefined;
  let latest: ReanaCiError | undefined;
  return async (ask) => {
    const asked = now();
    const left = Math.min(deadline - asked, outageTimeout - (asked - (awaySince ?? asked)));
    const over = noAnswer();
    try {
      const answer = await bounded(Math.max(left, 1), () => over, signal, ask);
      awaySince = undefined;
      return answer;
    } catch (error) {
      if (signal.aborted || !isReanaCiError(error)) throw error;
      // The last look is cut short: what the one before has met says more.
      if (error !== over || awaySince === undefined) latest = error;
      if (awaySince === undefined) {
        awaySince = asked;
        host.announce({
          kind: 'warning',
          message: `The server does not answer as it should; the run goes on, and so does the watch. (${error.message})`,
        });
      }
      if (now() - awaySince < outageTimeout && error.code !== 'login-expired') return undefined;
      throw stillAway(latest ?? error, now() - awaySince);
    }
  };
}

function noAnswer(): ReanaCiError {
  return new ReanaCiError('unreachable', 'The server did not answer in time.');
}

/** A login that has ended keeps its code, which tells whether another try can help by itself. */
function stillAway(error: ReanaCiError, milliseconds: number): ReanaCiError {
  const hint = 'Repeat the command with --resume to wait for it again.';
  if (['unauthorized', 'forbidden', 'login-expired'].includes(error.code)) {
    return new ReanaCiError(
      error.code,
      `The server has not let us see the run for ${formatDuration(milliseconds)}; it may still go on. ${error.message}`,
      { hint: error.hint === undefined ? hint : `${error.hint} ${hint}`, cause: error },
    );
  }
  return new ReanaCiError(
    'unreachable',
    `The server has not answered for ${formatDuration(milliseconds)}; the run may still go on.`,
    { hint, cause: error },
  );
}
