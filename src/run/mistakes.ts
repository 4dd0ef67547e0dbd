/** Gathers the user's mistakes, so that all are told at once and not one per try. */
import { type Finding, isReanaCiError, ReanaCiError } from '../base/error.ts';

export interface Mistakes {
  /**
   * The result of `task`, or `undefined` when it threw a mistake of the user's (exit code 4), which is kept.
   *
   * @throws whatever else `task` throws
   */
  attempt<T>(task: () => T | Promise<T>): Promise<T | undefined>;
  /** @throws ReanaCiError the one mistake kept, or one error that lists them all */
  throwAny(): void;
}

export function createMistakes(): Mistakes {
  const errors: ReanaCiError[] = [];
  return {
    async attempt(task) {
      try {
        return await task();
      } catch (error) {
        if (!isReanaCiError(error) || error.exitCode !== 4) throw error;
        errors.push(error);
        return undefined;
      }
    },
    throwAny() {
      const [first] = errors;
      if (first === undefined) return;
      if (errors.length === 1) throw first;
      throw combine(first, errors);
    },
  };
}

function combine(first: ReanaCiError, errors: readonly ReanaCiError[]): ReanaCiError {
  const findings = errors.flatMap((error) =>
    error.findings.length > 0 ? error.findings : [asFinding(error)],
  );
  const count = findings.filter((finding) => finding.severity === 'error').length;
  return new ReanaCiError(first.code, `Nothing was submitted: ${count} mistakes.`, { findings });
}

function asFinding(error: ReanaCiError): Finding {
  return {
    rule: error.code,
    severity: 'error',
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}
