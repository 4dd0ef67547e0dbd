/** The progress of a run in REANA's form: sets of jobs that only ever grow. */
import type { StoredJob } from '../store/jobs.ts';
import { serverTimeValue } from '../../base/server-time.ts';
import type { StoredRun } from '../store/stored-run.ts';
import { hasEnded } from '../../reana/types.ts';

export interface JobSet {
  readonly total: number;
  readonly job_ids: readonly string[];
}

export interface ProgressTimes {
  readonly run_started_at: string | null;
  readonly run_finished_at: string | null;
  readonly run_stopped_at: string | null;
}

export interface ProgressAnswer extends ProgressTimes {
  readonly total: JobSet;
  /** Also those that have ended: REANA never takes a job out of this set. */
  readonly running: JobSet;
  readonly finished: JobSet;
  readonly failed: JobSet;
  readonly current_command: string | null;
  readonly current_step_name: string | null;
}

export function progressTimes(run: StoredRun): ProgressTimes {
  return {
    run_started_at: run.startedAt,
    run_finished_at: run.finishedAt ?? run.stoppedAt,
    run_stopped_at: run.stoppedAt,
  };
}

/**
 * The counts of a yadage run come from messages of its engine, and late; the name of the current step comes
 * from the table of jobs, at once.
 *
 * @param delay milliseconds by which the counts of a yadage run come late
 */
export function progressOf(
  run: StoredRun,
  jobs: readonly StoredJob[],
  delay: number,
): ProgressAnswer {
  const latest = jobs.at(-1);
  const isLate = run.type === 'yadage' && !hasEnded(run.status);
  const horizon = isLate ? Date.now() - delay : Infinity;
  const isTold = (time: string | null): boolean =>
    time !== null && serverTimeValue(time) <= horizon;
  const ended = jobs.filter(({ finishedAt }) => isTold(finishedAt));
  return {
    ...progressTimes(run),
    total: { total: run.total, job_ids: [] },
    running: setOf(jobs.filter(({ startedAt }) => isTold(startedAt))),
    finished: setOf(ended.filter(({ status }) => status === 'finished')),
    failed: setOf(ended.filter(({ status }) => status === 'failed')),
    current_command: latest?.command ?? null,
    current_step_name: latest?.name ?? null,
  };
}

function setOf(jobs: readonly StoredJob[]): JobSet {
  return { total: jobs.length, job_ids: jobs.map(({ id }) => id) };
}
