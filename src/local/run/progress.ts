/** The progress of a run in REANA's form: sets of jobs that only ever grow. */
import type { StoredJob } from '../store/jobs.ts';
import type { StoredRun } from '../store/stored-run.ts';

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

export function progressOf(run: StoredRun, jobs: readonly StoredJob[]): ProgressAnswer {
  const latest = jobs.at(-1);
  return {
    ...progressTimes(run),
    total: { total: run.total, job_ids: [] },
    running: setOf(jobs.filter(({ startedAt }) => startedAt !== null)),
    finished: setOf(jobs.filter(({ status }) => status === 'finished')),
    failed: setOf(jobs.filter(({ status }) => status === 'failed')),
    current_command: latest?.command ?? null,
    current_step_name: latest?.name ?? null,
  };
}

function setOf(jobs: readonly StoredJob[]): JobSet {
  return { total: jobs.length, job_ids: jobs.map(({ id }) => id) };
}
