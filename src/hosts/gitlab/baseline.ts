/** The numbers of the target branch's latest run, from the artifacts of its pipeline. */
import { isReanaCiError } from '../../base/error.ts';
import type { GitlabClientOptions } from '../../gitlab/gitlab-client.ts';
import {
  type MetricsFile,
  metricsFileName,
  readMetricsFile,
} from '../../results/metrics/metrics-file.ts';
import type { GitlabSettings, MergeRequest } from './environment.ts';

/**
 * The numbers of the target branch.
 *
 * @param folder of the results, as artifact paths spell it
 * @returns `undefined` when the branch has no such artifact yet, or it cannot be read
 */
export function fetchNumbers(
  settings: GitlabSettings,
  mergeRequest: MergeRequest,
  folder: string,
  options: Omit<GitlabClientOptions, 'token'>,
): Promise<MetricsFile | undefined> {
  const path = `${folder}/${metricsFileName}`;
  const read = (text: string) => {
    const file = readMetricsFile(text);
    // A job of the same name in another child pipeline runs another analysis.
    return (file?.analysis ?? '') === settings.part ? file : undefined;
  };
  return fetchFromTarget(settings, mergeRequest, path, read, options);
}

/**
 * A file among the artifacts that a job of the same name has left on the target branch. Asks with the token of
 * the job, and where that may not read other pipelines' artifacts with the other one.
 *
 * @param read gives `undefined` for a text that is no such file
 * @returns `undefined` when the branch has no such artifact yet, or it cannot be read
 */
export async function fetchFromTarget<T>(
  settings: GitlabSettings,
  mergeRequest: MergeRequest,
  path: string,
  read: (text: string) => T | undefined,
  options: Omit<GitlabClientOptions, 'token'>,
): Promise<T | undefined> {
  const { createGitlabClient } = await import('../../gitlab/gitlab-client.ts');
  const place = { ref: mergeRequest.targetBranch, job: settings.job.name, path };
  for (const token of tokensOf(settings)) {
    const client = createGitlabClient({ ...options, token });
    try {
      const content = await client.artifact(mergeRequest.projectId, place);
      const file = content === undefined ? undefined : read(content.toString('utf8'));
      if (file !== undefined) return file;
    } catch (error) {
      if (!isReanaCiError(error)) throw error;
    } finally {
      await client.close();
    }
  }
  return undefined;
}

function tokensOf({ jobToken, writeToken }: GitlabSettings): GitlabClientOptions['token'][] {
  return [
    ...(jobToken === undefined ? [] : [{ kind: 'job' as const, value: jobToken }]),
    ...(writeToken === undefined ? [] : [{ kind: 'access' as const, value: writeToken }]),
  ];
}
