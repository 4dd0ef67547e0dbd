/**
 * The numbers of a branch whose runs are settled, for merge requests into it to compare with. No pipeline's
 * artifacts can be asked for them: most jobs that settle bring nothing of that branch. They lie with the run.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { isReanaCiError } from '../../base/error.ts';
import type { GitlabSettings } from '../../hosts/gitlab/environment.ts';
import { jobTitle } from '../../hosts/gitlab/job-title.ts';
import { isBranchRunOf, parseGitlabRunName } from '../../hosts/gitlab/run-name.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkflowRun } from '../../reana/types.ts';
import {
  type MetricsFile,
  metricsFileName,
  readMetricsFile,
} from '../../results/metrics/metrics-file.ts';
import { readOwnFile } from '../../run/submit/own-file.ts';
import { readSigned, signed } from '../../base/signed.ts';
import { withoutNumber } from './waiting-runs.ts';

export interface NumbersTools {
  readonly client: ReanaClient;
  /** Signs what is kept. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** Where they lie in the workspace of the run that made them. */
const keptPath = `.reana-ci/${metricsFileName}`;
const purpose = 'metrics';
/** Runs of the branch that are looked at for numbers. */
const mostLooks = 10;

/**
 * Keeps the numbers of a run of a branch in the run's workspace.
 *
 * @param there of the job that made the run
 * @param results absolute folder of the run
 * @throws ReanaCiError what the server refuses, `unreachable`
 */
export async function keepNumbers(
  run: WorkflowRun,
  there: GitlabSettings,
  results: string,
  { client, key, signal }: NumbersTools,
): Promise<void> {
  const metrics = await readFile(path.join(results, metricsFileName), 'utf8');
  const runName = withoutNumber(run.name);
  const kept: Kept = { runName, ref: there.ref, job: jobTitle(there), metrics };
  const content = Buffer.from(signed(purpose, JSON.stringify(kept), key));
  await client.uploadFiles(run.id, [{ path: keptPath, content }], {}, signal);
}

/**
 * Finds the numbers of the branch's latest pipeline that has some.
 *
 * @param runs that have ended
 * @param there of a job of the same name
 * @returns `undefined` also when the server does not answer: a note can do without
 */
export async function findNumbers(
  runs: readonly WorkflowRun[],
  branch: string,
  there: GitlabSettings,
  tools: NumbersTools,
): Promise<MetricsFile | undefined> {
  const candidates = runs
    .filter(({ status }) => status === 'finished')
    .filter(({ name }) => isBranchRunOf({ ...there, ref: branch }, withoutNumber(name)))
    .sort((a, b) => pipelineOf(b) - pipelineOf(a))
    .slice(0, mostLooks);
  for (const run of candidates) {
    const kept = await readKept(run, tools);
    if (kept?.ref === branch && kept.job === jobTitle(there)) return readMetricsFile(kept.metrics);
  }
  return undefined;
}

async function readKept(
  run: WorkflowRun,
  { client, key, signal }: NumbersTools,
): Promise<Kept | undefined> {
  try {
    const file = await readOwnFile(client, run.id, keptPath, signal);
    const text = file === undefined ? undefined : readSigned(purpose, file, key);
    if (text === undefined) return undefined;
    const kept = v.parse(schema, JSON.parse(text));
    return kept.runName === withoutNumber(run.name) ? kept : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}

function pipelineOf({ name }: WorkflowRun): number {
  return parseGitlabRunName(withoutNumber(name))?.pipeline ?? 0;
}

interface Kept {
  /** Without run number: the file is of no use to another run. */
  readonly runName: string;
  readonly ref: string;
  /** Title of the job that made the run. */
  readonly job: string;
  /** As in `metrics.json`. */
  readonly metrics: string;
}

const schema = v.object({
  runName: v.string(),
  ref: v.string(),
  job: v.string(),
  metrics: v.string(),
}) satisfies v.GenericSchema<unknown, Kept>;
