/** Carries out `reana-ci clean`. It needs the REANA token alone: GitLab's own may be dead by now. */
import { ReanaCiError, isReanaCiError } from '../../base/error.ts';
import { forEachLimited } from '../../base/limit.ts';
import { type GitlabSettings, readGitlabSettings } from '../../hosts/gitlab/environment.ts';
import { isRunOfJob } from '../../hosts/gitlab/run-name.ts';
import { type JobRun, readJobRuns, writeJobRun } from '../../hosts/gitlab/job-state.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { parseServerAddress } from '../../reana/server-address.ts';
import type { RunStatus } from '../../reana/types.ts';
import { exchangedKinds, exchangedNames } from '../../run/plan/id-token.ts';
import { removeTemporary } from '../../run/submit/temporary-secrets.ts';
import { cancelRun } from '../../run/watch/cancel.ts';
import type { CleanOptions } from './options.ts';
import { tellCancelled } from './tell.ts';
import { withClient } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { printJson, printLines } from '../output.ts';

interface Cleaned {
  readonly id: string;
  /** With run number. */
  readonly name: string;
  /** Of the run on REANA, now. */
  readonly status: RunStatus;
}

/**
 * Stops every run that a job of this pipeline was watching in this folder when it was cut off. Calling it
 * again does nothing.
 *
 * @throws ReanaCiError `usage` outside of a GitLab job; the first error, after all runs have been tried
 */
export async function clean(edge: Edge, options: CleanOptions): Promise<void> {
  const gitlab = readGitlabSettings(edge.env);
  if (gitlab === undefined) {
    throw new ReanaCiError('usage', 'clean works only in a GitLab job.', {
      hint: 'Use "reana-ci stop RUN" to stop a run.',
    });
  }
  const runs = await readJobRuns(edge.cwd, gitlab.pipeline.id);
  const live = runs.filter(({ state, server }) => state === 'live' && isConfigured(server));
  const { cleaned, error } =
    live.length === 0 ? nothing : await stopAll(edge, live, gitlab, options);
  if (cleaned.length > 0) await tellCancelled(edge, gitlab);
  if (options.json === true) printJson(edge, cleaned);
  else printLines(edge, cleaned.length === 0 ? ['Nothing to clean up.'] : cleaned.map(describe));
  if (error !== undefined) throw error;

  /** The token goes nowhere but to the server that it was set for, whatever the files say. */
  function isConfigured(server: string): boolean {
    const configured = options.server ?? edge.env.REANA_SERVER_URL ?? '';
    return configured.trim() !== '' && parseServerAddress(configured).shown === server;
  }
}

/** A scan may have left many, and after_script has two minutes. */
const concurrency = 4;

const nothing: { readonly cleaned: readonly Cleaned[]; readonly error?: ReanaCiError } = {
  cleaned: [],
};

async function stopAll(
  edge: Edge,
  runs: readonly JobRun[],
  gitlab: GitlabSettings,
  options: CleanOptions,
): Promise<{ cleaned: Cleaned[]; error?: ReanaCiError }> {
  const cleaned: Cleaned[] = [];
  let firstError: ReanaCiError | undefined;
  // The job says what it has stored, no file of the folder.
  const kind = exchangedKinds.find((one) => one === edge.env.REANA_CI_ID_TOKEN_FOR?.trim());
  const temporary = kind === undefined ? [] : exchangedNames(kind);
  await withClient(edge, options, (client) =>
    forEachLimited(runs, concurrency, async (run) => {
      try {
        const status = await end(client, run.id, gitlab, edge.signal);
        if (status === undefined) return;
        await removeTemporary(temporary, run.id, { client, signal: edge.signal, now: Date.now });
        writeJobRun(edge.cwd, { ...run, state: 'ended' });
        cleaned.push({ id: run.id, name: run.name, status });
      } catch (error) {
        if (!isReanaCiError(error)) throw error;
        firstError ??= error;
      }
    }),
  );
  return firstError === undefined ? { cleaned } : { cleaned, error: firstError };
}

/** @returns `undefined` for a run whose name on REANA is not one of this job: whoever noted it is not believed */
async function end(
  client: ReanaClient,
  id: string,
  gitlab: GitlabSettings,
  signal: AbortSignal,
): Promise<RunStatus | undefined> {
  try {
    const { status, name } = await client.run(id, signal);
    if (!isRunOfJob(gitlab, name)) return undefined;
    return await cancelRun(client, id, status, signal);
  } catch (error) {
    if (isReanaCiError(error) && error.code === 'not-found') return 'deleted';
    throw error;
  }
}

function describe({ name, status }: Cleaned): string {
  return `${name}: ${status}`;
}
