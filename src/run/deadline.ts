/** The time of `--deadline`, for what waits on the network without looking at a clock itself. */
import { ReanaCiError } from '../base/error.ts';

/** The longest time that a timer of Node's can wait. */
const longestTimer = 2 ** 31 - 1;

/** Why a command ends when the time of `--deadline` is over. */
export function deadlineError(message: string): ReanaCiError {
  return new ReanaCiError('deadline', message, {
    hint: 'See whether it waited in the queue or which step took so long, or allow more time.',
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
  if (milliseconds > longestTimer) return task(signal);
  const over = new AbortController();
  const end = () => {
    over.abort(deadlineError('The run was not in the queue when the time of --deadline was over.'));
  };
  const timer = setTimeout(end, Math.max(0, milliseconds));
  try {
    return await task(AbortSignal.any([signal, over.signal]));
  } finally {
    clearTimeout(timer);
  }
}
