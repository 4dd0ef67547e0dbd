/** One job of a run: its place in the line, its log file, its row. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { isImageName } from '../../lint/kit/image.ts';
import type { JobRequest } from '../engine/engine.ts';
import type { Executor, JobOutcome } from '../executor/executor.ts';
import type { JobStore } from '../store/jobs.ts';
import type { RunFiles } from './run-files.ts';
import type { JobSecrets } from './run-secrets.ts';
import type { Slots } from './slots.ts';

export interface JobSurroundings {
  readonly runId: string;
  readonly files: RunFiles;
  readonly secrets: JobSecrets;
  readonly jobs: JobStore;
  readonly slots: Slots;
  readonly executor: Executor;
  /** Ends the job, or its wait for a place. */
  readonly signal: AbortSignal;
}

const stopped: JobOutcome = { status: 'stopped', exitCode: null, reason: 'Stopped' };

/** Runs a job to its end. Never rejects: what goes wrong with it is in its outcome and log. */
export async function runJob(request: JobRequest, around: JobSurroundings): Promise<JobOutcome> {
  const id = randomUUID();
  around.jobs.insert({
    id,
    runId: around.runId,
    name: request.name,
    image: request.image,
    command: request.prettyCommand,
    backend: request.hints.computeBackend ?? 'kubernetes',
  });
  const place = await around.slots.take(around.signal).catch(() => undefined);
  if (place === undefined) {
    around.jobs.end(id, stopped, 0);
    return stopped;
  }
  const start = performance.now();
  try {
    around.jobs.start(id);
    const outcome = await execute(id, request, around);
    around.jobs.end(id, outcome, performance.now() - start);
    return outcome;
  } finally {
    place();
  }
}

async function execute(
  id: string,
  request: JobRequest,
  around: JobSurroundings,
): Promise<JobOutcome> {
  const output = createWriteStream(around.files.jobLog(id), { mode: 0o600 });
  // A full disk must not end the server; the job goes on without a log.
  output.on('error', () => undefined);
  const job = {
    id,
    name: request.name,
    image: request.image,
    command: request.command,
    workspace: around.files.workspace,
    hints: request.hints,
    environment: {
      ...around.secrets.environment,
      REANA_WORKSPACE: around.files.workspace,
      REANA_WORKFLOW_UUID: around.runId,
    },
    ...(around.secrets.directory && { secretsDirectory: around.secrets.directory }),
  };
  try {
    const refusal = refusalOf(request, around.secrets);
    if (refusal !== undefined) {
      output.write(`${refusal.message}\n`);
      return { status: 'failed', exitCode: null, reason: refusal.reason };
    }
    return await around.executor.execute(job, output, around.signal);
  } catch (error) {
    output.write(`The job could not be run: ${(error as Error).message}\n`);
    return around.signal.aborted ? stopped : { status: 'failed', exitCode: null, reason: 'Error' };
  } finally {
    output.end();
    await finished(output).catch(() => undefined);
  }
}

/** What the job controller or Kubernetes does not start, whoever would run it here. */
function refusalOf(
  { image, hints }: JobRequest,
  { environment }: JobSecrets,
): { readonly message: string; readonly reason: JobOutcome['reason'] } | undefined {
  if (!isImageName(image)) {
    return {
      message: `Failed to apply default image tag "${image}": couldn't parse image name`,
      reason: 'ImagePullBackOff',
    };
  }
  const missing = ['CERN_USER', 'CERN_KEYTAB'].find((name) => environment[name] === undefined);
  if (hints.kerberos !== true || missing === undefined) return undefined;
  return { message: `Operation cancelled. Secret ${missing} does not exist.`, reason: 'Error' };
}
