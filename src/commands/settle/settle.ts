/** Carries out `reana-ci settle`: REANA's list of runs is all it knows, so any number of them may run at once. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import { refuseLinkedFolder, replaceFile } from '../../base/replace-file.ts';
import { createGitlabClient } from '../../gitlab/gitlab-client.ts';
import { connectionOf } from '../../hosts/gitlab/connection.ts';
import { type GitlabSettings, readGitlabSettings } from '../../hosts/gitlab/environment.ts';
import { annotationsFile, joinAnnotations } from '../../results/reports/annotations.ts';
import type { SettleOptions } from './options.ts';
import { withClient } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { printJson, printLines } from '../output.ts';
import { readSigningKey } from '../signing-key.ts';
import { createSettler, type Settled } from './settler.ts';
import { endedRuns, waitingRuns } from './waiting-runs.ts';
import { readSettleSettings } from './settings.ts';

/**
 * Settles every run of the project that was submitted, has ended, and is not settled.
 *
 * @throws ReanaCiError `usage` outside of a GitLab job, `unauthorized` without GITLAB_TOKEN; the first error
 * of a run, after all have been tried
 */
export async function settle(edge: Edge, options: SettleOptions): Promise<void> {
  const gitlab = readGitlabSettings(edge.env);
  if (gitlab === undefined) {
    throw new ReanaCiError('usage', 'settle works only in a GitLab job.', {
      hint: 'Use "reana-ci download RUN" to fetch the results of a run.',
    });
  }
  const settings = readSettleSettings(edge, options, Date.now());
  await refuseLinkedFolder(edge.cwd, settings.results);
  const token = writeTokenOf(gitlab);
  const key = await readSigningKey(edge, options);
  const gitlabClient = createGitlabClient({
    ...connectionOf(gitlab),
    token: { kind: 'access', value: token },
    signal: edge.signal,
  });
  const settled: Settled[] = [];
  const errors: ReanaCiError[] = [];
  try {
    // A token that nobody accepts must not take the runs from a job that has a better one.
    await gitlabClient.currentUser();
    await withClient(edge, options, async (client) => {
      const ended = await endedRuns(client, gitlab.project.id, edge.signal);
      const settler = createSettler({ edge, gitlab, gitlabClient, client, key, settings, ended });
      for (const run of waitingRuns(ended, settings.since)) {
        if (Date.now() >= settings.deadline) break;
        const outcome = await settler(run);
        if (outcome instanceof ReanaCiError) errors.push(outcome);
        else if (outcome !== undefined) settled.push(outcome);
      }
    });
  } finally {
    await gitlabClient.close();
  }
  await writeLinks(settings.results, settled);
  if (options.json === true) printJson(edge, settled);
  else printLines(edge, describe(settled));
  const [first] = errors;
  if (first !== undefined) throw first;
}

/** GitLab refuses two annotation reports of one job, so the links of all runs stand in one. */
async function writeLinks(results: string, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  const file = (name: string) => path.join(results, name, annotationsFile);
  const reports = await Promise.all(settled.map(({ name }) => readFile(file(name), 'utf8')));
  const text = joinAnnotations(reports);
  await replaceFile(path.join(results, annotationsFile), (handle) => handle.writeFile(text));
}

/** Who cannot tell anybody must not take the runs from one who can. */
function writeTokenOf({ writeToken }: GitlabSettings): string {
  if (writeToken !== undefined) return writeToken;
  throw new ReanaCiError('unauthorized', 'No GitLab token: GITLAB_TOKEN is not set.', {
    hint:
      'Add a project access token with the role Developer and the scope api as the masked variable ' +
      'GITLAB_TOKEN. A protected variable reaches the schedules of protected branches only.',
  });
}

function describe(settled: readonly Settled[]): string[] {
  return [
    `${formatCount(settled.length, 'run')} settled.`,
    ...settled.map(({ name, status, exitCode }) => `${name}: ${status}, exit code ${exitCode}`),
  ];
}
