/**
 * The marks that a job leaves of its run with its own token: the name of the pipeline, and a deployment whose
 * button leads to the report. An older GitLab, or a project that allows less, goes without them and without a word.
 */
import type { Redact } from '../../base/redact.ts';
import type { DeploymentStatus, JobClient } from '../../gitlab/job-client.ts';
import { connectionOf } from './connection.ts';
import type { GitlabSettings } from './environment.ts';
import { jobTitle } from './job-title.ts';
import { signalWithLastWord } from './last-word.ts';

export interface JobMarks {
  /** Says that the run goes on; does not wait for GitLab. */
  begin(): void;
  /** Says how the run stands, or how it went. */
  finish(outcome: MarkedOutcome): Promise<void>;
}

export interface MarkedOutcome {
  readonly state: DeploymentStatus;
  /** The first numbers, or else how the run went, in a few words. */
  readonly words: string;
  /** Web page of the report. */
  readonly page: string;
}

export interface JobMarkOptions {
  readonly redact: Redact;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

const retryBudget = 10_000;

/** @returns `undefined` where no mark is wanted or possible */
export function createJobMarks(
  settings: GitlabSettings,
  { redact, signal: cancelled }: JobMarkOptions,
): JobMarks | undefined {
  const { jobToken, namesPipeline, environment, project, pipeline, statusPlace } = settings;
  if (jobToken === undefined || (!namesPipeline && environment === undefined)) return undefined;
  const signal = signalWithLastWord(cancelled);
  let first: Promise<void> = Promise.resolve();

  async function quietly(task: (client: JobClient) => Promise<void>): Promise<void> {
    try {
      const { createJobClient } = await import('../../gitlab/job-client.ts');
      const connection = { ...connectionOf(settings), retryBudget, signal };
      const client = createJobClient({ ...connection, token: jobToken ?? '' });
      try {
        await task(client);
      } finally {
        await client.close();
      }
    } catch {
      // The job is as good as its run, whatever becomes of its marks.
    }
  }

  async function deploy(client: JobClient, name: string, status: DeploymentStatus) {
    const { sha } = statusPlace;
    const open = (await client.deployments(project.id, name)).find(
      (one) => one.sha === sha && one.status === 'running',
    );
    if (open === undefined) {
      const { ref, isTag: tag } = settings;
      return client.deploy(project.id, { environment: name, sha, ref, tag, status });
    }
    if (status !== 'running') await client.setDeploymentStatus(project.id, open.id, status);
    return open;
  }

  return {
    begin() {
      if (environment === undefined) return;
      first = quietly(async (client) => {
        await deploy(client, environment, 'running');
      });
    },
    async finish({ state, words, page }) {
      await first;
      const name = redact(`${jobTitle(settings)}: ${words}`);
      if (namesPipeline) {
        await quietly((client) => client.namePipeline(project.id, pipeline.id, name));
      }
      if (environment === undefined) return;
      await quietly(async (client) => {
        const deployment = await deploy(client, environment, state);
        await client.setEnvironmentUrl(project.id, deployment.environment.id, page);
      });
    },
  };
}
