/** The ends of a job: by itself, stopped by the user, or after its time limit. */
import type { Writable } from 'node:stream';
import type { ExecutorJob, JobOutcome } from './executor.ts';

/** setTimeout's own limit; a longer time would end at once. */
const longestTimer = 2 ** 31 - 1;

/** A signal that is aborted with `signal`, or when the job has run for its time limit. */
export function withDeadline(job: ExecutorJob, signal: AbortSignal): AbortSignal {
  const { timeout } = job.hints;
  if (timeout === undefined) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(Math.min(timeout * 1000, longestTimer))]);
}

/** The outcome of a job that was ended: by `signal`, or else by its time limit, which its log then says. */
export function endedOutcome(job: ExecutorJob, signal: AbortSignal, output: Writable): JobOutcome {
  if (signal.aborted) return { status: 'stopped', exitCode: null, reason: 'Stopped' };
  output.write(`The job was ended after its time limit of ${job.hints.timeout ?? 0} s.\n`);
  return { status: 'failed', exitCode: null, reason: 'DeadlineExceeded' };
}

/** The outcome of a job that ended by itself. */
export function exitOutcome(exitCode: number): JobOutcome {
  return exitCode === 0
    ? { status: 'finished', exitCode, reason: 'Completed' }
    : { status: 'failed', exitCode, reason: 'Error' };
}

/** Asked anew each time: TypeScript takes a signal that was not aborted once for never aborted. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
