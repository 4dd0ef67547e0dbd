/** The run that an earlier try of the same job made, and what is left to do with it. */
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkflowRun } from '../../reana/types.ts';
import { digestInJobFile, type JobIdentity, jobFilePath } from '../plan/job-identity.ts';
import { readOwnFile } from './own-file.ts';

export interface EarlierRuns {
  /** The run to go on with; `undefined` when a new one is to be made. */
  readonly found: EarlierRun | undefined;
  /** Ids of all runs of this name, whatever became of them. */
  readonly ids: ReadonlySet<string>;
}

export interface EarlierRun {
  readonly run: WorkflowRun;
  /**
   * - `wait`: it lives.
   * - `collect`: it has finished.
   * - `complete`: it was made but not started; files may be missing.
   */
  readonly next: 'wait' | 'collect' | 'complete';
}

/**
 * Looks for a run of the same job: one that lives goes before any other, else the latest that is not
 * deleted decides. A failed or stopped one is not taken up again.
 *
 * @throws ReanaCiError what the server refuses, `unreachable`
 */
export async function findEarlierRun(
  client: ReanaClient,
  identity: JobIdentity,
  signal?: AbortSignal,
): Promise<EarlierRuns> {
  const runs = await client.listRuns({ name: identity.runName }, signal);
  const ids = new Set(runs.map((run) => run.id));
  const candidates = runs.filter((run) => run.status !== 'deleted').sort(latestFirst);
  const best = candidates.find(isAlive) ?? candidates[0];
  const next = best === undefined ? undefined : nextOf(best);
  if (best === undefined || next === undefined) return { found: undefined, ids };
  const digest = await readDigest(client, best.id, signal);
  // The name tells 128 bits of the digest, and steps cannot change it: that is enough to go on with a run, of which
  // there must be one only. To take results, all of the digest must be signed.
  const ours = digest === undefined ? next !== 'collect' : digest === identity.digest;
  return { found: ours ? { run: best, next } : undefined, ids };
}

/**
 * Settles which run goes on when two tries of one job made one each at the same moment: the one with the
 * lower number. Both tries see the same list and come to the same answer.
 *
 * @param ours the run just made
 * @param before ids of the runs that were there when the list was last read
 * @returns `first`: the other try's run when ours has to go; else `others`: those that have to go
 */
export async function findRivals(
  client: ReanaClient,
  identity: JobIdentity,
  ours: string,
  before: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<{ readonly first: WorkflowRun | undefined; readonly others: readonly WorkflowRun[] }> {
  const runs = await client.listRuns({ name: identity.runName }, signal);
  const [first, ...others] = runs
    .filter((run) => run.id === ours || (!before.has(run.id) && nextOf(run) !== undefined))
    .sort((a, b) => latestFirst(b, a));
  const isOurs = first === undefined || first.id === ours;
  return {
    first: isOurs ? undefined : first,
    others: isOurs ? others.filter((run) => run.status === 'created') : [],
  };
}

function isAlive(run: WorkflowRun): boolean {
  return nextOf(run) === 'wait';
}

function nextOf(run: WorkflowRun): EarlierRun['next'] | undefined {
  switch (run.status) {
    case 'queued':
    case 'pending':
    case 'running':
      return 'wait';
    case 'finished':
      return 'collect';
    case 'created':
      return 'complete';
    case 'failed':
    case 'stopped':
    case 'deleted':
      return undefined;
  }
}

/** By run number: `name.10` before `name.9`, `name.2.1` (a restart) before `name.2`. */
function latestFirst(a: WorkflowRun, b: WorkflowRun): number {
  const [majorA, minorA] = runNumber(a);
  const [majorB, minorB] = runNumber(b);
  return majorB - majorA || minorB - minorA;
}

function runNumber(run: WorkflowRun): [major: number, minor: number] {
  const [, major, minor] = run.name.split('.');
  return [Number(major ?? 0), Number(minor ?? 0)];
}

/** The digest in the job file of a run's workspace; `undefined` when there is none that we have signed. */
export async function readDigest(
  client: ReanaClient,
  id: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const text = await readOwnFile(client, id, jobFilePath, signal);
  return text === undefined ? undefined : digestInJobFile(text, id, client.signingKey);
}
