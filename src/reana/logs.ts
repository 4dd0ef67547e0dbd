/** The output of a run's engine and jobs. */
import * as v from 'valibot';

import { randomBytes } from 'node:crypto';
import { AnswerTooLongError, longestAnswer } from './answer.ts';
import type { Api } from './api.ts';
import { jsonBody } from './call.ts';
import { CallError } from './call-error.ts';
import { createJsonSieve } from './json-sieve.ts';
import { type LongLog, openLongLog } from './long-log.ts';
import type { LogsRequest } from './requests.ts';
import { jsonObject, text } from './schema.ts';
import type { JobLog, RunLogs } from './types.ts';
import type { JsonObject } from '../base/json.ts';
import { asLocalIoError } from '../base/replace-file.ts';

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
    engine_specific: v.exactOptional(v.fallback(v.nullable(v.string()), null)),
    job_logs: v.nullable(v.record(v.string(), jobSchema)),
  }),
  v.transform((raw): RunLogs => ({
    engine: raw.workflow_logs ?? '',
    ...(raw.engine_specific && { engineSpecific: raw.engine_specific }),
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
  { steps, page, size, longLogs }: LogsRequest,
  signal?: AbortSignal,
): Promise<RunLogs> {
  const long: LongLog[] = [];
  const call = {
    action: `read the logs of run ${id}`,
    method: 'GET',
    path: ['workflows', id, 'logs'],
    query: { page, size },
    // A GET with a body is what the API wants here.
    ...(steps === undefined ? {} : { body: jsonBody(steps) }),
    transfer: true,
    ...(longLogs === undefined
      ? {}
      : {
          read: (body: AsyncIterable<Uint8Array>) =>
            readSieved(body, () => openLongLog(longLogs), long),
        }),
  } as const;
  try {
    return withLong(await api.json(call, logsSchema, signal), long);
  } catch (error) {
    if (!(error instanceof CallError) || error.failure.status !== 410) throw error;
    const said = error.failure.answer ?? '';
    return { engine: `${said === '' ? 'The server no longer has the logs.' : said}\n`, jobs: [] };
  }
}

/** Reads JSON text in which the text of the logs, and each long string in that, is never whole in memory. */
async function readSieved(
  body: AsyncIterable<Uint8Array>,
  open: () => LongLog,
  long: LongLog[],
): Promise<string> {
  const inner = createJsonSieve(() => {
    const log = open();
    long.push(log);
    return log;
  });
  const standIn = `logs ${randomBytes(16).toString('hex')}`;
  // The text of the logs is the only string of an answer that may be long.
  const outer = createJsonSieve(() => ({
    standIn,
    write: (text) => {
      inner.write(text);
    },
    end: () => undefined,
  }));
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      outer.write(decoder.decode(chunk, { stream: true }));
      if (inner.size + outer.size > longestAnswer) throw new AnswerTooLongError();
    }
  } catch (error) {
    for (const log of long.splice(0)) log.discard();
    // What is no JSON is no answer of REANA.
    if (error instanceof SyntaxError) return '';
    throw await asLocalIoError(error, 'the logs of the run');
  }
  return outer.rest.replace(JSON.stringify(standIn), () => JSON.stringify(inner.rest));
}

function withLong(logs: RunLogs, long: readonly LongLog[]): RunLogs {
  const byStandIn = new Map(long.map((log) => [log.standIn, log]));
  const engine = byStandIn.get(logs.engine);
  return {
    ...logs,
    ...(engine === undefined
      ? {}
      : { engine: engine.tail, ...(engine.file && { engineFile: engine.file }) }),
    jobs: logs.jobs.map((job) => {
      const log = byStandIn.get(job.logs);
      return log === undefined
        ? job
        : { ...job, logs: log.tail, ...(log.file && { logFile: log.file }) };
    }),
  };
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
