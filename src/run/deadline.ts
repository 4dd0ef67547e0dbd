/** The time of `--deadline`, for what waits on the network without looking at a clock itself. */
import { bounded } from '../base/bounded.ts';
import { ReanaCiError } from '../base/error.ts';

/** Why a command ends when the time of `--deadline` is over. */
export function deadlineError(message: string): ReanaCiError {
  return new ReanaCiError('deadline', message, {
    hint: 'Check the queue and the slowest step, or allow more time.',
  });
}

/**
 * Runs `task` with a signal that is also aborted, with a `deadline` error, after `milliseconds`.
 *
 * @param milliseconds negative when the time is over already; infinite for no end
 * @throws what `task` throws
 */
export async function withinDeadline<T>(
  milliseconds: number,
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return bounded(
    milliseconds,
    () => deadlineError('--deadline passed before the run was queued.'),
    signal,
    task,
  );
}
