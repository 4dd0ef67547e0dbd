/** Carries out `reana-ci submit`. */
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import { createRedact } from '../../base/redact.ts';
import { createGitlabClient } from '../../gitlab/gitlab-client.ts';
import { commitStatus } from '../../hosts/gitlab/commit-status.ts';
import { connectionOf } from '../../hosts/gitlab/connection.ts';
import { type GitlabSettings, readGitlabSettings } from '../../hosts/gitlab/environment.ts';
import { writeJobRun } from '../../hosts/gitlab/job-state.ts';
import { notesForLater } from '../../hosts/gitlab/later.ts';
import type { RunRecord } from '../../results/run-record.ts';
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';
import type { Edge } from '../edge.ts';
import type { RunCommandOptions } from '../run/options.ts';
import { secretsOfEnvironment } from '../known-secrets.ts';
import { startRun } from '../run/start.ts';
import { readSigningKey } from '../signing-key.ts';

/**
 * Starts a run and gives its commit a status that stays `running` until the run is settled.
 *
 * @throws ReanaCiError `usage` outside of a GitLab job; whatever keeps the run from being started
 */
export async function submit(
  edge: Edge,
  options: RunCommandOptions,
  globals: GlobalOptions & ConnectionOptions,
): Promise<void> {
  const gitlab = readGitlabSettings(edge.env, options);
  if (gitlab === undefined || options.local === true) {
    throw new ReanaCiError(
      'usage',
      'submit works only in a GitLab job, and not on the embedded REANA.',
      { hint: 'Use "reana-ci run", which waits for the run.' },
    );
  }
  const key = await readSigningKey(edge, globals);
  const record = await startRun(edge, options, globals, undefined, {
    notes: (specification) =>
      notesForLater(gitlab, specification, (message) => {
        edge.stderr.write(`warning: ${message}\n`);
      }),
    key,
  });
  keepFromClean(edge, gitlab, record);
  // A retried job may find that its run has ended; telling that is the business of settle.
  if (['queued', 'pending', 'running'].includes(record.status)) {
    await postStatus(edge, gitlab, record);
  }
}

function keepFromClean(edge: Edge, { pipeline }: GitlabSettings, record: RunRecord): void {
  const { id, name, server } = record;
  if (id === undefined || name === undefined) return;
  writeJobRun(edge.cwd, { version: 1, server, id, name, pipeline: pipeline.id, state: 'kept' });
}

/** The run is started, whether GitLab can show it or not. */
async function postStatus(edge: Edge, gitlab: GitlabSettings, record: RunRecord): Promise<void> {
  const { writeToken, project, statusPlace } = gitlab;
  if (writeToken === undefined) {
    edge.stderr.write('The commit gets no status, as GITLAB_TOKEN is not set.\n');
    return;
  }
  const redact = createRedact(secretsOfEnvironment(edge.env));
  const client = createGitlabClient({
    ...connectionOf(gitlab),
    token: { kind: 'access', value: writeToken },
    signal: edge.signal,
  });
  try {
    await client.setCommitStatus(project.id, statusPlace.sha, commitStatus(gitlab, record, redact));
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    // A retried job finds the status that the first try has set.
    if (record.reattached && error.code === 'bad-request') return;
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    edge.stderr.write(`warning: the commit got no status: ${error.message}${hint}\n`);
  } finally {
    await client.close();
  }
}
