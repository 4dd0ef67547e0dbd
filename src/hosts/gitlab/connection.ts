/** The connection to the GitLab that the job belongs to. */
import type { GitlabClientOptions } from '../../gitlab/gitlab-client.ts';
import type { GitlabSettings } from './environment.ts';

/** What every client of this GitLab needs besides its token. */
export function connectionOf({
  api,
  caFile,
  proxy,
}: GitlabSettings): Pick<GitlabClientOptions, 'api' | 'caFile' | 'proxy'> {
  return {
    api,
    ...(caFile === undefined ? {} : { caFile }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}
