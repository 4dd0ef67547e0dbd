/** Bringing a run's results here: logs, outputs, the archive; everything there is, whatever part fails. */
import path from 'node:path';
import type { ReanaCiError } from '../../base/error.ts';
import { isReanaCiError } from '../../base/error.ts';
import { makeFolder } from '../../base/replace-file.ts';
import type { LogsRequest } from '../../reana/requests.ts';
import type { Evidence } from '../../features/check.ts';
import { evaluateFeatures, type ScenarioResult } from '../../features/evaluate.ts';
import { createEvidence } from '../../features/evidence.ts';
import type { Feature } from '../../features/feature.ts';
import type { JobLog, RunLogs, RunStatus, WorkspaceFile } from '../../reana/types.ts';
import { createArchive } from '../../results/archive.ts';
import { type DeclaredOutputs, expandOutputs } from '../../results/output-selection.ts';
import type { FileRecord, StepRecord } from '../../results/run-record.ts';
import { engineLogName } from '../../results/step-logs.ts';
import { downloadFiles } from './download.ts';
import { onDisk } from './results-store.ts';
import { ownFolder } from '../plan/job-identity.ts';
import { createPatiently } from '../watch/patience.ts';
import type { RunContext } from '../run-context.ts';
import { createStepLabels, type StepTracker } from '../watch/step-tracker.ts';

export interface CollectPlan {
  readonly outputs: DeclaredOutputs;
  /** The run is tested with them when it has finished. */
  readonly features: readonly Feature[];
  /** Absolute folder. */
  readonly results: string;
  /** Absolute path of the archive; without one nothing is packed. */
  readonly archive?: { readonly file: string };
  readonly compress: boolean;
  /** Milliseconds that the server may be out of reach in one go. */
  readonly outageTimeout: number;
}

export interface Collected {
  readonly steps: readonly StepRecord[];
  /** Of the workflow engine's log, relative to the results folder. */
  readonly engineLog?: string;
  readonly files: readonly FileRecord[];
  readonly missing: readonly string[];
  readonly tests?: readonly ScenarioResult[];
  /** Whether the archive could be written. */
  readonly isArchived: boolean;
  /** What went wrong on the way, the first first; the rest was fetched all the same. */
  readonly errors: readonly ReanaCiError[];
}

/** Folders of the results: a workspace may have a `logs` of its own. */
export const outputsFolder = 'outputs';
export const logsFolder = 'logs';

const tailLength = 40;
/** Characters of a line of it; a progress bar can be one line without an end. */
const longestLine = 500;
/** Milliseconds that logs may be refused or out of reach. */
const logPatience = 2 * 60_000;

/**
 * Fetches logs and outputs of a run that has ended, and packs the outputs.
 *
 * @param onSteps called when the last steps have been told
 * @throws the signal's reason unless it is an expected error; those are kept in the result
 */
export async function collectRun(
  { id, status }: { readonly id: string; readonly status: RunStatus },
  plan: CollectPlan,
  steps: StepTracker,
  context: RunContext,
  onSteps: () => void,
): Promise<Collected> {
  const errors: ReanaCiError[] = [];
  async function keepGoing<T>(task: () => Promise<T>): Promise<T | undefined> {
    try {
      return await task();
    } catch (error) {
      if (!isReanaCiError(error)) throw error;
      errors.push(error);
      return undefined;
    }
  }

  const endure = createPatiently(plan.outageTimeout, context);
  const patiently = <T>(task: (context: RunContext, alive: () => void) => Promise<T>) =>
    keepGoing(() => endure(task));

  // What is refused now may be given in a moment; nobody asks twice for a log that is gone.
  const forLogs = Math.min(plan.outageTimeout, logPatience);
  const read = createPatiently(forLogs, context, isReanaCiError);
  const request = await keepGoing(() => logsRequest(plan.results, context));
  const logs = await keepGoing(() =>
    read(({ client, signal }) => client.logs(id, request ?? { longLogs: 'cut' }, signal)),
  );
  const labels = labelJobs(logs?.jobs ?? []);
  if (logs !== undefined) steps.update(logs.jobs);
  onSteps();
  if (logs !== undefined && status === 'failed') announceTails(logs, labels, context);
  const logNames = await keepGoing(() => writeLogs(logs, plan.results, context));
  const folder = path.join(plan.results, outputsFolder);
  const listing = await patiently((within) => listWorkspace(id, within));
  const selected = expandOutputs(listing ?? [], plan.outputs);
  const target = (context.store ?? onDisk).sink(folder);
  await patiently((within, alive) => downloadFiles(id, selected.files, target, within, alive));
  const files = target.files();
  const tests =
    status === 'finished' && plan.features.length > 0
      ? await patiently((within) => evaluateFeatures(plan.features, evidenceFrom(within, files)))
      : undefined;
  const { archive, compress } = plan;
  const archived =
    archive !== undefined && (await keepGoing(() => pack(folder, files, archive.file, compress)));
  return {
    steps: stepRecords(logs?.jobs ?? [], labels, logNames),
    ...(logNames === undefined ? {} : { engineLog: path.posix.join(logsFolder, engineLogName) }),
    files,
    missing: selected.missing,
    ...(tests === undefined ? {} : { tests }),
    isArchived: archived === true,
    errors,
  };

  function evidenceFrom({ client, signal }: RunContext, fetched: readonly FileRecord[]): Evidence {
    const local = new Map(fetched.map((file) => [file.path, path.join(folder, file.path)]));
    const kept = logs && withKeptFiles(logs, path.join(plan.results, logsFolder), logNames);
    return createEvidence(client, { id, local, signal, ...(kept && { logs: kept }) });
  }
}

/** Logs that are too long for memory lie where they have been put meanwhile. */
function withKeptFiles(
  logs: RunLogs,
  folder: string,
  names: ReadonlyMap<string, string> = new Map(),
): RunLogs {
  return {
    ...logs,
    ...(logs.engineFile !== undefined && { engineFile: path.join(folder, engineLogName) }),
    jobs: logs.jobs.map((job) => {
      const name = names.get(job.id);
      if (job.logFile === undefined || name === undefined) return job;
      return { ...job, logFile: path.join(folder, name) };
    }),
  };
}

/** Long logs go straight to the folder where they belong. */
async function logsRequest(results: string, { redact, store }: RunContext): Promise<LogsRequest> {
  if (store !== undefined) return {};
  await makeFolder(results, logsFolder);
  return { longLogs: { folder: path.join(results, logsFolder), redact } };
}

function labelJobs(jobs: readonly JobLog[]): string[] {
  const label = createStepLabels();
  return jobs.map((job) => label(job.name));
}

/** A run can fail before its first job; then only the engine has something to say. */
function announceTails(
  logs: RunLogs,
  labels: readonly string[],
  { host, redact }: RunContext,
): void {
  const failed = logs.jobs.flatMap((job, index) =>
    job.status === 'failed' ? [{ step: labels[index] ?? job.name, text: job.logs }] : [],
  );
  const shown = failed.length > 0 ? failed : [{ step: 'workflow engine', text: logs.engine }];
  for (const { step, text } of shown) {
    if (text.trim() === '') continue;
    host.announce({ kind: 'log-tail', step, lines: tail(redact(text)) });
  }
}

async function writeLogs(
  logs: RunLogs | undefined,
  results: string,
  { redact, store = onDisk }: RunContext,
): Promise<ReadonlyMap<string, string> | undefined> {
  return logs && store.writeLogs(logs, path.join(results, logsFolder), redact);
}

function stepRecords(
  jobs: readonly JobLog[],
  labels: readonly string[],
  logNames: ReadonlyMap<string, string> | undefined,
): StepRecord[] {
  return jobs.map((job, index) => {
    const log = logNames?.get(job.id);
    return {
      name: labels[index] ?? job.name,
      status: job.status,
      image: job.image,
      command: job.command,
      ...(job.startedAt === undefined ? {} : { startedAt: job.startedAt }),
      ...(job.finishedAt === undefined ? {} : { finishedAt: job.finishedAt }),
      ...(log === undefined ? {} : { log: path.posix.join(logsFolder, log) }),
    };
  });
}

/** Also when there is nothing to pack: a PanDA job is expected to bring the file. */
async function pack(
  root: string,
  files: readonly FileRecord[],
  archive: string,
  compress: boolean,
): Promise<true> {
  await makeFolder(root, '');
  await makeFolder(path.dirname(archive), '');
  const paths = files.map((file) => file.path);
  await createArchive({ root, paths, file: archive, compress });
  return true;
}

/** A deleted run has no workspace: nothing to fetch, and no error. */
async function listWorkspace(id: string, { client, signal }: RunContext): Promise<WorkspaceFile[]> {
  try {
    const files = await client.listFiles(id, undefined, signal);
    return files.filter((file) => !file.path.startsWith(ownFolder));
  } catch (error) {
    if (isReanaCiError(error) && error.code === 'not-found') return [];
    throw error;
  }
}

function tail(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .slice(-tailLength)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
}
