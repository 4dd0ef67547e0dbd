/** Runs an engine without a server: jobs are commands of this machine, and all that happens is kept. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import type { Engine, EngineResult, JobRequest } from '../../../src/local/engine/engine.ts';
import type { ServerGeneration } from '../../../src/specification/server-generation.ts';
import type { JobOutcome } from '../../../src/local/executor/executor.ts';

export interface EngineRun {
  readonly result: EngineResult | undefined;
  readonly error: unknown;
  readonly jobs: readonly JobRequest[];
  readonly log: readonly string[];
  readonly totals: readonly number[];
  readonly workspace: string;
}

export interface EngineInput {
  /** 0.95 by default. */
  readonly generation?: ServerGeneration;
  readonly specification: JsonObject;
  readonly files?: Readonly<Record<string, string>>;
  readonly parameters?: JsonObject;
  readonly options?: JsonObject;
  readonly signal?: AbortSignal;
  /** Instead of running the job; `workspace` is where it would have run. */
  readonly submit?: (job: JobRequest, workspace: string) => Promise<JobOutcome>;
}

export const finished: JobOutcome = { status: 'finished', exitCode: 0, reason: 'Completed' };
export const failed: JobOutcome = { status: 'failed', exitCode: 1, reason: 'Error' };

/** Runs `engine` in a fresh workspace that holds `files`. */
export async function runEngine(engine: Engine, input: EngineInput): Promise<EngineRun> {
  const workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'engine-run-')));
  onTestFinished(() => rm(workspace, { recursive: true }));
  for (const [name, content] of Object.entries(input.files ?? {})) {
    await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
    await writeFile(path.join(workspace, name), content);
  }
  const jobs: JobRequest[] = [];
  const log: string[] = [];
  const totals: number[] = [];
  const submit = input.submit ?? runInShell;
  const run = engine({
    runId: 'run',
    generation: input.generation ?? '0.95',
    workspace,
    specification: input.specification,
    parameters: input.parameters ?? {},
    options: input.options ?? {},
    signal: input.signal ?? new AbortController().signal,
    submit(job) {
      jobs.push(job);
      return submit(job, workspace);
    },
    setTotal: (total) => totals.push(total),
    log: (line) => log.push(line),
  });
  const [result, error] = await run.then(
    (value) => [value, undefined] as const,
    (reason: unknown) => [undefined, reason] as const,
  );
  return { result, error, jobs, log, totals, workspace };
}

function runInShell(job: JobRequest): Promise<JobOutcome> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', job.command], (error) => {
      resolve(error === null ? finished : failed);
    });
  });
}
