/** A run's logs as the JSON text that REANA sends, read from the files piece by piece. */
import { createReadStream } from 'node:fs';
import { isEnded } from './run-status.ts';
import type { StoredJob } from '../store/jobs.ts';
import type { StoredRun } from '../store/stored-run.ts';
import type { RunFiles } from './run-files.ts';

export interface LogQuery {
  /** Only these jobs; in order of creation. */
  readonly jobs: readonly StoredJob[];
  /** Leave out what the engine said. */
  readonly jobsOnly: boolean;
  /** Whether to give what running jobs have printed so far. */
  readonly live: boolean;
}

/** The object of `workflow_logs`, `job_logs` and `engine_specific`, as JSON. */
export async function* runLogsJson(
  run: StoredRun,
  files: RunFiles,
  query: LogQuery,
): AsyncGenerator<string> {
  yield '{"workflow_logs":';
  const withEngine = !query.jobsOnly && (query.live || isEnded(run.status));
  yield* withEngine ? jsonString(text(files.engineLog)) : ['null'];
  yield ',"job_logs":{';
  for (const [index, job] of query.jobs.entries()) {
    if (index > 0) yield ',';
    yield `${JSON.stringify(job.id)}:${withOpenEnd(jobFields(run, job))},"logs":`;
    yield* jsonString(jobText(job, files.jobLog(job.id), query.live));
    yield '}';
  }
  yield '},"engine_specific":null}';
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
    finished_at: job.finishedAt,
  };
}

/** The words around a job's output are those of Kubernetes: container's name before, reason after. */
async function* jobText(job: StoredJob, file: string, live: boolean): AsyncGenerator<string> {
  if (job.reason === null && !live) return;
  if (job.startedAt !== null) {
    yield 'job: :\n ';
    yield* text(file);
  }
  if (job.reason !== null) yield `\n\n${job.reason}\n`;
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
