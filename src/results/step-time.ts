/** The duration of a step, from the two times that a server tells. */
import { serverTimeValue } from '../base/server-time.ts';
import type { StepRecord } from './run-record.ts';

/**
 * Milliseconds from start to end; `undefined` where one of them is unknown.
 *
 * Servers of REANA tell times in UTC without saying so.
 */
export function stepTime({ startedAt, finishedAt }: StepRecord): number | undefined {
  const start = timeOf(startedAt);
  const end = timeOf(finishedAt);
  return start !== undefined && end !== undefined && end >= start ? end - start : undefined;
}

/** Milliseconds since the epoch; `undefined` for what is no time. */
export function timeOf(text?: string): number | undefined {
  const time = serverTimeValue(text);
  return Number.isNaN(time) ? undefined : time;
}
