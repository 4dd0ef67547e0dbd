/** Time limits of the queue, the run, and an outage of the server. */
import { ReanaCiError } from '../../base/error.ts';
import { formatDuration } from '../../base/format.ts';
import type { RunStatus } from '../../reana/types.ts';

/** All in milliseconds. */
export interface WatchLimits {
  /** Until the run is running; `undefined` waits for ever. */
  readonly queueTimeout: number | undefined;
  /** From running to the end; `undefined` waits for ever. */
  readonly timeout: number | undefined;
  /** When the whole command has to be over, in milliseconds since the epoch; by default never. */
  readonly deadline?: number;
  /** How long the server may be out of reach in one go. */
  readonly outageTimeout: number;
  /** Between two looks at the run. */
  readonly shortestPoll: number;
}

/** Where a watch stands, times in milliseconds since the epoch. */
export interface WatchTimes {
  readonly now: number;
  readonly begun: number;
  readonly runningSince: number | undefined;
  readonly status: RunStatus;
}

/** Milliseconds in which a run that REANA has said to start leaves the state before. */
const longestStart = 2 * 60_000;

/** Milliseconds to the next deadline; while an outage keeps it from being checked, the usual interval counts. */
export function timeLeft(
  { now, begun, runningSince }: WatchTimes,
  { queueTimeout, timeout, deadline }: WatchLimits,
): number {
  const [since, allowed] =
    runningSince === undefined ? [begun, queueTimeout] : [runningSince, timeout];
  const ends = [allowed === undefined ? Infinity : since + allowed, deadline ?? Infinity];
  return Math.min(...ends.map((end) => end - now).map((left) => (left > 0 ? left : Infinity)));
}

/**
 * Only after a look: a run that could not be looked at may have begun, or ended, in time.
 *
 * @throws ReanaCiError `deadline`; `unreachable` when the run has not been started at all
 */
export function checkTimes(
  { now, begun, runningSince, status }: WatchTimes,
  { queueTimeout, timeout }: WatchLimits,
): void {
  if (status === 'created' && now - begun >= longestStart) {
    throw new ReanaCiError(
      'unreachable',
      'REANA has taken the start of the run and forgotten it.',
      {
        hint: 'Give the same command with --resume to start it again.',
      },
    );
  }
  if (runningSince === undefined) {
    if (queueTimeout === undefined || now - begun < queueTimeout) return;
    throw new ReanaCiError(
      'deadline',
      `The run was not running after ${formatDuration(queueTimeout)}, the time --queue-timeout allows.`,
      { hint: 'The cluster may be full: try later, or allow more time.' },
    );
  }
  if (timeout === undefined || now - runningSince < timeout) return;
  throw new ReanaCiError(
    'deadline',
    `The run was still running after ${formatDuration(timeout)}, the time --timeout allows.`,
    { hint: 'See the logs of its steps for what took so long, or allow more time.' },
  );
}
