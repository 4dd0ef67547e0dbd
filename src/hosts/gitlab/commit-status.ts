/** A run as the status of a commit, which GitLab shows in the pipeline while no job waits for the run. */
import type { Redact } from '../../base/redact.ts';
import type { CommitStatus } from '../../gitlab/gitlab-client.ts';
import type { RunRecord } from '../../results/run-record.ts';
import type { GitlabSettings } from './environment.ts';
import { jobTitle } from './job-title.ts';

/**
 * The status that says how `record`'s run stands, or how it went.
 *
 * @param redact masks secrets
 */
export function commitStatus(
  settings: GitlabSettings,
  record: RunRecord,
  redact: Redact,
): CommitStatus {
  const { pipeline } = settings.statusPlace;
  return {
    state: stateOf(record),
    name: `REANA: ${jobTitle(settings)}`,
    description: redact(describe(record)),
    ...(pipeline === undefined ? {} : { pipelineId: pipeline }),
    ...(record.url === undefined ? {} : { targetUrl: record.url }),
  };
}

function stateOf({ status, exitCode }: RunRecord): CommitStatus['state'] {
  switch (status) {
    case 'finished':
      return exitCode === 0 ? 'success' : 'failed';
    case 'stopped':
    case 'deleted':
      return 'canceled';
    case 'failed':
    case 'not-submitted':
      return 'failed';
    case 'created':
    case 'queued':
    case 'pending':
    case 'running':
      return 'running';
  }
}

function describe({ name = 'the run', status, error }: RunRecord): string {
  return error?.message ?? `${name} is ${status}`;
}
