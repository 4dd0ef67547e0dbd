/** The error that a scan ends with when a point failed. */
import { type ErrorCode, exitCodes, ReanaCiError } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import type { PointResult } from './point-result.ts';

/**
 * Exit codes, the worst first: a bug; what the next try would meet again; what a retry brings to an end; what the
 * analysis has to answer for.
 */
const worstFirst = [exitCodes.internal, 5, 4, 75, 1, 6, 7];
const mostNames = 20;

const hints: Readonly<Record<number, string>> = {
  75: 'Give the same command again: it goes on with the runs that are left.',
};

/** @returns an error with the worst exit code of all points; `undefined` when all are a success */
export function scanError(results: readonly PointResult[]): ReanaCiError | undefined {
  const failed = results.filter(({ exitCode }) => exitCode !== 0);
  const [worst] = failed.toSorted((a, b) => rank(a) - rank(b));
  if (worst === undefined) return undefined;
  const names = failed.slice(0, mostNames).map(({ point }) => point);
  const more = failed.length > mostNames ? ` and ${failed.length - mostNames} more` : '';
  return new ReanaCiError(
    codeOf(worst),
    `${failed.length} of ${formatCount(results.length, 'point')} failed: ${names.join(', ')}${more}.`,
    { hint: hints[worst.exitCode] ?? `${worst.point}: ${worst.error?.message ?? worst.status}` },
  );
}

function rank({ exitCode }: PointResult): number {
  const place = worstFirst.indexOf(exitCode);
  return place === -1 ? worstFirst.length : place;
}

/** A run that was interrupted has the exit code of a signal, which nothing has sent to this program. */
function codeOf({ error, exitCode }: PointResult): ErrorCode {
  const code = error?.code ?? '';
  return isErrorCode(code) && exitCodes[code] === exitCode ? code : 'run-failed';
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(exitCodes, code);
}
