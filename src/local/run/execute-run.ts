/** One run from queued to its end: the engine, fed with jobs' outcomes. */
import { mkdir } from 'node:fs/promises';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { isReanaCiError } from '../../base/error.ts';
import type { EngineContext, EngineResult } from '../engine/engine.ts';
import type { Executor, JobOutcome } from '../executor/executor.ts';
import type { StateDirectory } from '../store/state-directory.ts';
import type { Store } from '../store/store.ts';
import type { StoredRun } from '../store/stored-run.ts';
import type { Engines } from './engines.ts';
import { addEngineLogLine, runFiles } from './run-files.ts';
import { runJob } from './run-job.ts';
import { type JobSecrets, laySecrets, removeSecrets } from './run-secrets.ts';
import type { ServerGeneration } from '../../specification/server-generation.ts';
import type { Slots } from './slots.ts';

export interface Machinery {
  readonly generation: ServerGeneration;
  readonly store: Store;
  readonly state: StateDirectory;
  readonly engines: Engines;
  readonly executor: Executor;
  readonly slots: Slots;
  /** The machine's environment, for engines that are programs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Takes a queued run to its end. Never rejects: an engine's error is the run's failure and stands in its
 * log. A run that is given another status meanwhile (stopped, deleted) keeps it.
 */
export async function executeRun(
  run: StoredRun,
  machinery: Machinery,
  signal: AbortSignal,
): Promise<void> {
  const { runs, jobs } = machinery.store;
  const files = runFiles(machinery.state, run);
  try {
    if (!runs.transition(run.id, ['queued'], 'pending')) return;
    const result = await operate(run, machinery, signal);
    runs.transition(run.id, ['running'], result.status);
  } catch (error) {
    if (signal.aborted) {
      // Whoever aborted has set the status, unless nothing of the run had begun.
      runs.transition(run.id, ['pending'], 'queued');
      return;
    }
    addEngineLogLine(files, errorText(error));
    runs.transition(run.id, ['pending', 'running'], 'failed');
  } finally {
    jobs.stopAll(run.id);
    await removeSecrets(files.secrets);
  }
}

async function operate(
  run: StoredRun,
  machinery: Machinery,
  signal: AbortSignal,
): Promise<EngineResult> {
  const { runs, jobs, secrets } = machinery.store;
  const files = runFiles(machinery.state, run);
  await mkdir(files.workspace, { recursive: true });
  const engine = await machinery.engines[run.type]();
  const around = {
    runId: run.id,
    files,
    secrets: await laySecrets(secrets.all(), files.secrets),
    jobs,
    slots: machinery.slots,
    executor: machinery.executor,
  };
  checkKerberos(runs.document(run.id).specification, around.secrets);
  signal.throwIfAborted();
  if (!runs.transition(run.id, ['pending'], 'running')) return { status: 'stopped' };
  addEngineLogLine(files, `Workflow ${run.id} is running on the embedded REANA.`);

  const ended = new AbortController();
  const jobSignal = AbortSignal.any([signal, ended.signal]);
  const alive = new Set<Promise<JobOutcome>>();
  const context: EngineContext = {
    runId: run.id,
    generation: machinery.generation,
    workspace: files.workspace,
    ...startDocument(runs.document(run.id)),
    environment: machinery.environment,
    signal,
    submit(request) {
      const job = runJob(request, { ...around, signal: jobSignal });
      alive.add(job);
      return job.finally(() => alive.delete(job));
    },
    setTotal(total) {
      runs.setTotal(run.id, total);
    },
    log(line) {
      addEngineLogLine(files, line);
    },
  };
  try {
    return await engine(context);
  } finally {
    // What the engine no longer waits for must not go on in a workspace that is called done.
    ended.abort();
    await Promise.all(alive);
  }
}

/** A workflow that asks for Kerberos is not even begun without the keytab. */
function checkKerberos({ workflow }: JsonObject, { environment }: JobSecrets): void {
  const resources = isJsonObject(workflow) ? workflow.resources : undefined;
  if (!isJsonObject(resources) || resources.kerberos !== true) return;
  const missing = ['CERN_KEYTAB', 'CERN_USER'].find((name) => environment[name] === undefined);
  if (missing === undefined) return;
  throw new Error(`Operation cancelled. Secrets ['${missing}'] do not exist.`);
}

/** Parameters and options: those of the specification, overlaid with those given at start. */
function startDocument(document: {
  specification: JsonObject;
  parameters: JsonObject;
  options: JsonObject;
}): Pick<EngineContext, 'specification' | 'parameters' | 'options'> {
  const inputs = (document.specification.inputs ?? {}) as JsonObject;
  return {
    specification: document.specification,
    parameters: { ...(inputs.parameters as JsonObject | undefined), ...document.parameters },
    options: { ...(inputs.options as JsonObject | undefined), ...document.options },
  };
}

function errorText(error: unknown): string {
  if (isReanaCiError(error)) {
    return [error.message, ...error.findings.map(({ message }) => message)].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}
