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
 * a proxy in front of REANA says that a run is not there, or that nobody may see it, just as well.
 */
export function createLook(
  { outageTimeout, deadline = Infinity }: Pick<WatchLimits, 'outageTimeout' | 'deadline'>,
  { host, now, signal }: RunContext,
): Look {
  let awaySince: number | undefined;
  return async (ask) => {
    const asked = now();
    const left = Math.min(deadline - asked, outageTimeout - (asked - (awaySince ?? asked)));
    try {
      const answer = await bounded(Math.max(left, 1), noAnswer, signal, ask);
      awaySince = undefined;
      return answer;
    } catch (error) {
      if (signal.aborted || !isReanaCiError(error)) throw error;
      if (awaySince === undefined) {
        awaySince = asked;
        host.announce({
          kind: 'warning',
          message: `The server does not answer as it should; the run goes on, and so does the watch. (${error.message})`,
        });
      }
      if (now() - awaySince < outageTimeout) return undefined;
      throw stillAway(error, now() - awaySince);
    }
  };
}

function noAnswer(): ReanaCiError {
  return new ReanaCiError('unreachable', 'The server did not answer in time.');
}

/** A login that has ended keeps its code: another try cannot help before somebody has renewed it. */
function stillAway(error: ReanaCiError, milliseconds: number): ReanaCiError {
  const hint = 'Repeat the command with --resume to wait for it again.';
  if (error.code === 'unauthorized' || error.code === 'forbidden') {
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
