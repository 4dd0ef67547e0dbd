/** Gathers the user's mistakes, so that all are told at once and not one per try. */
import { type Finding, isReanaCiError, ReanaCiError } from '../../base/error.ts';

export interface Mistakes {
  /**
   * The result of `task`, or `undefined` when it threw a mistake of the user's (exit code 4), which is kept.
   *
   * @throws whatever else `task` throws
   */
  attempt<T>(task: () => T | Promise<T>): Promise<T | undefined>;
  /**
   * The result of the last task, when nothing was wrong. What it throws is the lesser evil as long as there are
   * mistakes to mend.
   *
   * @throws ReanaCiError the mistakes; whatever else `task` throws
   */
  finish<T>(task: () => Promise<T>): Promise<T>;
  /** The one mistake kept, or one error that lists them all; `undefined` without any. */
  error(): ReanaCiError | undefined;
}

export function createMistakes(): Mistakes {
  const errors: ReanaCiError[] = [];
  return {
    async attempt(task) {
      try {
        return await task();
      } catch (error) {
        keep(error);
        return undefined;
      }
    },
    async finish(task) {
      try {
        const result = await task();
        if (errors.length === 0) return result;
      } catch (error) {
        if (errors.length === 0) throw error;
        if (isMistake(error)) errors.push(error);
      }
      throw summarise() ?? new Error('A mistake got lost.');
    },
    error: summarise,
  };

  function keep(error: unknown): void {
    if (!isMistake(error)) throw error;
    errors.push(error);
  }

  function summarise(): ReanaCiError | undefined {
    const [first] = errors;
    return first === undefined || errors.length === 1 ? first : combine(first, errors);
  }
}

function isMistake(error: unknown): error is ReanaCiError {
  return isReanaCiError(error) && error.exitCode === 4;
}

function combine(first: ReanaCiError, errors: readonly ReanaCiError[]): ReanaCiError {
  const findings = errors.flatMap(findingsOf);
  const count = findings.filter((finding) => finding.severity === 'error').length;
  return new ReanaCiError(first.code, `Nothing was submitted: ${count} mistakes.`, { findings });
}

/** An error as the list of what is wrong, which may be itself. */
export function findingsOf({ code, message, hint, findings }: ReanaCiError): readonly Finding[] {
  if (findings.length > 0) return findings;
  return [{ rule: code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }];
}
