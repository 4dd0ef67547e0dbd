/** The surroundings of a workflow engine without a server: jobs run as processes, logs are kept. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '../../src/base/json.ts';
import type { EngineContext, JobRequest } from '../../src/local/engine/engine.ts';
import type { ServerGeneration } from '../../src/specification/server-generation.ts';
import type { Executor, JobOutcome } from '../../src/local/executor/executor.ts';

export interface RecordedJob extends JobRequest {
  readonly outcome: JobOutcome;
  readonly log: string;
}

export interface Recording {
  readonly context: EngineContext;
  readonly jobs: RecordedJob[];
  readonly log: string[];
  readonly totals: number[];
}

export interface RunInput {
  readonly generation?: ServerGeneration;
  readonly workspace: string;
  readonly specification: JsonObject;
  readonly parameters?: JsonObject;
  /** Searched for the workflow program before anything else. */
  readonly programs: string;
  readonly executor: Executor;
  /** Instead of this machine's, with the programs in front. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Makes a context that records what an engine does. */
export function recordingContext(input: RunInput): Recording {
  const jobs: RecordedJob[] = [];
  const log: string[] = [];
  const totals: number[] = [];
  const signal = input.signal ?? new AbortController().signal;
  const context: EngineContext = {
    runId: 'run-1',
    generation: input.generation ?? '0.95',
    workspace: input.workspace,
    specification: input.specification,
    parameters: input.parameters ?? {},
    options: {},
    environment: input.environment ?? {
      ...process.env,
      PATH: `${input.programs}:${process.env.PATH ?? ''}`,
    },
    signal,
    async submit(request) {
      const output = new PassThrough();
      const printed = text(output);
      const job = {
        ...{ id: `job-${String(jobs.length)}`, name: request.name, image: request.image },
        ...{ command: request.command, workspace: input.workspace, hints: request.hints },
        environment: { REANA_WORKSPACE: input.workspace },
      };
      const outcome = await input.executor.execute(job, output, signal);
      output.end();
      jobs.push({ ...request, outcome, log: await printed });
      return outcome;
    },
    setTotal: (total) => totals.push(total),
    log: (line) => log.push(line),
  };
  return { context, jobs, log, totals };
}
