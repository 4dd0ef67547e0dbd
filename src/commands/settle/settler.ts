/** Settles one run: takes it on, brings its results, tells commit and merge request. */
import path from 'node:path';
import { delay } from '../../base/delay.ts';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import { createRedact, type Redact } from '../../base/redact.ts';
import type { GitlabClient } from '../../gitlab/gitlab-client.ts';
import { commitStatus } from '../../hosts/gitlab/commit-status.ts';
import type { GitlabSettings } from '../../hosts/gitlab/environment.ts';
import { createGitlabHost } from '../../hosts/gitlab/gitlab-host.ts';
import { type Later, readLater } from '../../hosts/gitlab/later.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkflowRun } from '../../reana/types.ts';
import type { RunRecord } from '../../results/run-record.ts';
import type { Host } from '../../run/host.ts';
import { type Claim, claimRun, whileRenewing } from '../../run/settle/claim.ts';
import { settleRun } from '../../run/settle/settle.ts';
import { readSubmission, type Submission } from '../../run/submit/submission.ts';
import type { Edge } from '../edge.ts';
import { secretsOfEnvironment } from '../known-secrets.ts';
import { findNumbers, keepNumbers } from './branch-numbers.ts';
import type { SettleSettings } from './settings.ts';
import { withoutNumber } from './waiting-runs.ts';

export interface SettlerTools {
  readonly edge: Edge;
  /** Of the job that settles. */
  readonly gitlab: GitlabSettings;
  /** Writes. */
  readonly gitlabClient: GitlabClient;
  readonly client: ReanaClient;
  /** What submissions are signed with. */
  readonly key: string;
  readonly settings: SettleSettings;
  /** All ended runs of the project, settled or not. */
  readonly ended: readonly WorkflowRun[];
}

export interface Settled {
  readonly id: string;
  /** With run number. */
  readonly name: string;
  readonly status: string;
  /** That `reana-ci run` would have ended with. */
  readonly exitCode: number;
}

/** @returns nothing for a run that is not ours to settle, and the error of one that stays unsettled */
export type Settler = (run: WorkflowRun) => Promise<Settled | ReanaCiError | undefined>;

/** Makes a function that settles one run and throws nothing that is expected. */
export function createSettler(tools: SettlerTools): Settler {
  const { edge, gitlab, client, key } = tools;
  const claimant = `${gitlab.job.id}-${process.pid}`;
  return async (run) => {
    let claim: Claim | undefined;
    try {
      const now = () => client.now();
      const taken = await claimRun(run, { client, claimant, key, now, signal: edge.signal });
      if (taken === undefined) return undefined;
      claim = taken;
      const submission = readSubmission(claim.text, key, withoutNumber(run.name));
      const later = submission && readLater(submission.notes, gitlab);
      if (submission === undefined || later === undefined) {
        // Settled as it may be with the token before this one: no news either way.
        if (claim.saidSettled) {
          await claim.conclude();
          return undefined;
        }
        return await refuse(run, claim, edge);
      }
      const settled = await whileRenewing(taken, delay, () =>
        bring(run, taken, submission, later, tools),
      );
      await claim.conclude();
      return settled;
    } catch (error) {
      await claim?.release().catch(() => undefined);
      if (edge.signal.aborted || !isReanaCiError(error)) throw error;
      if (claim?.lost.aborted === true) {
        edge.stderr.write(`${run.name} was taken over by another job, as this one seemed dead.\n`);
        return undefined;
      }
      edge.stderr.write(`warning: ${run.name} stays unsettled: ${error.message}\n`);
      return error;
    }
  };
}

async function bring(
  run: WorkflowRun,
  claim: Claim,
  submission: Submission,
  { settings: there, origin }: Later,
  { edge, gitlabClient, client, key, settings, ended }: SettlerTools,
): Promise<Settled> {
  const signal = AbortSignal.any([edge.signal, claim.lost]);
  const numbers = { client, key, signal };
  const now = Date.now;
  const redact = createRedact(secretsOfEnvironment(edge.env));
  const results = path.join(settings.results, run.name);
  edge.stderr.write(`${run.name}\n`);
  const host = createGitlabHost(there, {
    progress: edge.stderr,
    summary: edge.stderr,
    cwd: edge.cwd,
    analysis: edge.cwd,
    results,
    origin,
    findNumbers: (branch) => findNumbers(ended, branch, there, numbers),
    redact,
    now,
    signal,
  });
  const context = { client, host, now, delay, redact, signal };
  const { outputs } = settings;
  const record = await settleRun(
    run,
    submission,
    { results, outputs, confirm: () => claim.renew() },
    context,
  );
  if (there.mergeRequest === undefined && record.exitCode === 0) {
    await keepNumbers(run, there, results, numbers).catch((error: unknown) => {
      if (!isReanaCiError(error)) throw error;
      host.announce({
        kind: 'warning',
        message: `Merge requests will not be compared with ${run.name}: ${error.message}`,
      });
    });
  }
  await tellCommit(there, record, redact, gitlabClient, host);
  return { id: run.id, name: run.name, status: record.status, exitCode: record.exitCode };
}

/** What GitLab refuses today it refuses tomorrow: only one that is out of reach is asked again by the next job. */
async function tellCommit(
  there: GitlabSettings,
  record: RunRecord,
  redact: Redact,
  gitlabClient: GitlabClient,
  host: Host,
): Promise<void> {
  const { project, statusPlace } = there;
  try {
    await gitlabClient.setCommitStatus(
      project.id,
      statusPlace.sha,
      commitStatus(there, record, redact),
    );
  } catch (error) {
    if (!isReanaCiError(error) || isTemporary(error)) throw error;
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    const message = `The commit ${statusPlace.sha.slice(0, 8)} gets no status: ${error.message}${hint}`;
    host.announce({ kind: 'warning', message });
  }
}

function isTemporary({ code }: ReanaCiError): boolean {
  return code === 'unreachable' || code === 'conflict';
}

/** Told once: what cannot be believed today cannot be tomorrow. */
async function refuse(run: WorkflowRun, claim: Claim, edge: Edge): Promise<ReanaCiError> {
  await claim.conclude();
  const error = new ReanaCiError(
    'forbidden',
    `What ${run.name} says about its origin was not written by "submit" with this REANA token.`,
    {
      hint: 'Fetch its results with "reana-ci download", and set the status of its commit by hand.',
    },
  );
  edge.stderr.write(`warning: ${error.message}\n`);
  return error;
}
