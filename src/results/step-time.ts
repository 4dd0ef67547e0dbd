/** How long a step took, from the two times a server tells. */
import type { StepRecord } from './run-record.ts';

/**
 * Milliseconds from start to end; `undefined` where one of them is unknown.
 *
 * Servers of REANA tell times in UTC without saying so.
 */
export function stepTime({ startedAt, finishedAt }: StepRecord): number | undefined {
  if (startedAt === undefined || finishedAt === undefined) return undefined;
  const milliseconds = asTime(finishedAt) - asTime(startedAt);
  return milliseconds >= 0 ? milliseconds : undefined;
}

function asTime(text: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}
