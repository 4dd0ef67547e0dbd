/** The output of a run's engine and jobs. */
import * as v from 'valibot';

import type { Api } from './api.ts';
import { jsonBody } from './call.ts';
import { CallError } from './call-error.ts';
import type { LogsRequest } from './requests.ts';
import { jsonObject, text } from './schema.ts';
import type { JobLog, RunLogs } from './types.ts';
import type { JsonObject } from '../base/json.ts';

const jobStatuses = ['created', 'queued', 'running', 'finished', 'failed', 'stopped'] as const;

const jobSchema = v.object({
  job_name: text,
  // Of a later server, a job may be in a state that this client does not know.
  status: v.pipe(v.string(), v.fallback(v.picklist(jobStatuses), 'created')),
  docker_img: text,
  cmd: text,
  compute_backend: text,
  logs: text,
  started_at: text,
  finished_at: text,
});

/** The server sends the logs as JSON within JSON. */
const logsSchema = v.pipe(
  v.object({ logs: v.pipe(v.string(), v.parseJson()) }),
  v.transform((raw) => raw.logs),
  v.object({
    workflow_logs: v.nullable(v.string()),
    job_logs: v.nullable(v.record(v.string(), jobSchema)),
  }),
  v.transform((raw): RunLogs => ({
    engine: raw.workflow_logs ?? '',
    jobs: Object.entries(raw.job_logs ?? {}).map(([id, job]) => jobLog(id, job)),
  })),
);

/**
 * Reads the logs; those of a job are there once it has ended. A server may have thrown them away: then its
 * word for it stands in the place of the engine's log.
 *
 * @param request by default everything
 */
export async function readLogs(
  api: Api,
  id: string,
  { steps, page, size }: LogsRequest,
  signal?: AbortSignal,
): Promise<RunLogs> {
  const call = {
    action: `read the logs of run ${id}`,
    method: 'GET',
    path: ['workflows', id, 'logs'],
    query: { page, size },
    // A GET with a body is what the API wants here.
    ...(steps === undefined ? {} : { body: jsonBody(steps) }),
    transfer: true,
  } as const;
  try {
    return await api.json(call, logsSchema, signal);
  } catch (error) {
    if (!(error instanceof CallError) || error.failure.status !== 410) throw error;
    const said = error.failure.answer ?? '';
    return { engine: `${said === '' ? 'The server no longer has the logs.' : said}\n`, jobs: [] };
  }
}

function jobLog(id: string, job: v.InferOutput<typeof jobSchema>): JobLog {
  return {
    id,
    name: job.job_name ?? '',
    status: job.status,
    image: job.docker_img ?? '',
    command: job.cmd ?? '',
    backend: job.compute_backend ?? '',
    logs: job.logs ?? '',
    ...(job.started_at && { startedAt: job.started_at }),
    ...(job.finished_at && { finishedAt: job.finished_at }),
  };
}

const specificationSchema = v.object({
  specification: jsonObject,
  parameters: v.optional(v.nullable(jsonObject)),
});

/** The specification as the server stores it, and the parameters given at the start. */
export async function readSpecification(
  api: Api,
  id: string,
  signal?: AbortSignal,
): Promise<{ specification: JsonObject; parameters: JsonObject }> {
  const answer = await api.json(
    {
      action: `read the specification of run ${id}`,
      method: 'GET',
      path: ['workflows', id, 'specification'],
    },
    specificationSchema,
    signal,
  );
  return { specification: answer.specification, parameters: answer.parameters ?? {} };
}
