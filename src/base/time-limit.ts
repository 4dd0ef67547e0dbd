/** An end for work that nobody can foresee the length of, such as a pattern that somebody else has written. */
import { Script } from 'node:vm';

const script = new Script('task()');

/**
 * Carries out `task`, which must not be asynchronous, and breaks it off when it takes too long.
 *
 * @param milliseconds at least 1
 * @returns `undefined` when it was broken off: `task` itself should give something else
 * @throws what `task` throws
 */
export function withinTime<Result>(milliseconds: number, task: () => Result): Result | undefined {
  try {
    return script.runInNewContext({ task }, { timeout: milliseconds }) as Result;
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
