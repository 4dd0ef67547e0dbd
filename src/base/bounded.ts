/** Work that is broken off when it takes too long. */

/** The longest time that a timer of Node's can wait. */
const longestTimer = 2 ** 31 - 1;

/**
 * Runs `task` with a signal that is also aborted after `milliseconds`.
 *
 * @param milliseconds zero or less when the time is over already; infinite for no end
 * @param reason of the abort
 * @throws what `task` throws
 */
export async function bounded<T>(
  milliseconds: number,
  reason: () => Error,
  signal: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const all = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  if (milliseconds > longestTimer) return task(all);
  const timer = setTimeout(
    () => {
      over.abort(reason());
    },
    Math.max(0, milliseconds),
  );
  try {
    return await task(all);
  } finally {
    clearTimeout(timer);
  }
}
