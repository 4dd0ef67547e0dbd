/** A run's logs as the JSON text that REANA sends, read from the files piece by piece. */
import { createReadStream } from 'node:fs';
import { hasEnded } from '../../reana/types.ts';
import type { StoredJob } from '../store/jobs.ts';
import type { StoredRun } from '../store/stored-run.ts';
import type { RunFiles } from './run-files.ts';

export interface JobLogQuery {
  /** Only these jobs; in order of creation. */
  readonly jobs: readonly StoredJob[];
  /** Whether to give what running jobs have printed so far. */
  readonly live: boolean;
}

export interface LogQuery extends JobLogQuery {
  /** Leave out what the engine said. */
  readonly jobsOnly: boolean;
  /** Whether the logs of a run's services, of which there are none here, have a place. */
  readonly services: boolean;
}

/** The object of `workflow_logs`, `job_logs` and `engine_specific`, as JSON. */
export async function* runLogsJson(
  run: StoredRun,
  files: RunFiles,
  query: LogQuery,
): AsyncGenerator<string> {
  yield '{"workflow_logs":';
  if (query.jobsOnly) yield 'null';
  else yield* jsonString(query.live || hasEnded(run.status) ? text(files.engineLog) : nothing());
  yield ',"job_logs":';
  yield* jobLogsJson(run, files, query);
  if (query.services && !query.jobsOnly) yield ',"service_logs":{}';
  yield ',"engine_specific":null}';
}

/** The object of jobs by their ids, as JSON. */
export async function* jobLogsJson(
  run: StoredRun,
  files: RunFiles,
  query: JobLogQuery,
): AsyncGenerator<string> {
  yield '{';
  for (const [index, job] of query.jobs.entries()) {
    if (index > 0) yield ',';
    yield `${JSON.stringify(job.id)}:${withOpenEnd(jobFields(run, job))},"logs":`;
    yield* jsonString(jobText(job, files.jobLog(job.id), query.live));
    yield '}';
  }
  yield '}';
}

/** `pieces` as one JSON string literal. */
export async function* jsonString(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  yield '"';
  for await (const piece of pieces) yield JSON.stringify(piece).slice(1, -1);
  yield '"';
}

function jobFields(run: StoredRun, job: StoredJob): object {
  return {
    workflow_uuid: run.id,
    job_name: job.name,
    compute_backend: backendTitle(job.backend),
    backend_job_id: `reana-run-job-${job.id}`,
    docker_img: job.image,
    cmd: job.command,
    status: job.status,
    started_at: job.startedAt,
    // A job that was stopped never gets one.
    finished_at: job.status === 'stopped' ? null : job.finishedAt,
  };
}

/** The words around a job's output are those of Kubernetes: container's name before, reason after. */
async function* jobText(job: StoredJob, file: string, live: boolean): AsyncGenerator<string> {
  if (job.reason === null && !live) return;
  if (job.startedAt !== null) {
    yield 'job: :\n ';
    yield* text(file);
  }
  // Kubernetes knows no word for a job that was stopped.
  if (job.reason !== null) yield `\n\n${job.reason === 'Stopped' ? 'Error' : job.reason}\n`;
}

async function* nothing(): AsyncGenerator<string> {
  // An engine's log comes when the run has ended.
}

async function* text(file: string): AsyncGenerator<string> {
  try {
    yield* createReadStream(file, 'utf8') as AsyncIterable<string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function backendTitle(backend: string): string {
  return backend === 'kubernetes' ? 'Kubernetes' : backend;
}

function withOpenEnd(fields: object): string {
  return JSON.stringify(fields).slice(0, -1);
}
