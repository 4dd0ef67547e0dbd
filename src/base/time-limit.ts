/** An end for work that nobody can foresee the length of, such as a pattern that somebody else has written. */
import { Script } from 'node:vm';

const script = new Script('task()');

/** Like {@link withinTime} with what is left of a time that many tasks share. */
export type WithinBudget = <Result>(milliseconds: number, task: () => Result) => Result | undefined;

/**
 * Makes a function for tasks of unknown number: each gets its own time at most, and all together get `total`.
 *
 * @param total milliseconds
 */
export function createTimeBudget(total: number): WithinBudget {
  let left = total;
  return (milliseconds, task) => {
    if (left < 1) return undefined;
    const begun = performance.now();
    try {
      return withinTime(Math.max(1, Math.floor(Math.min(milliseconds, left))), task);
    } finally {
      left -= performance.now() - begun;
    }
  };
}

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
