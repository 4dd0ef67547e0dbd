/** The runs that may have to be settled, found on REANA by their names. */
import { serverTimeValue } from '../../base/server-time.ts';
import { parseGitlabRunName, projectPart } from '../../hosts/gitlab/run-name.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkflowRun } from '../../reana/types.ts';

/** A deleted run has no workspace, and so nothing left to bring. */
const ended = ['finished', 'failed', 'stopped'] as const;
/** Servers tell their own time, without a zone. */
const clockDifference = 24 * 3_600_000;

/** Ended runs of the project's pipelines. */
export async function endedRuns(
  client: ReanaClient,
  project: number,
  signal: AbortSignal,
): Promise<WorkflowRun[]> {
  const search = `_${projectPart(project)}_`;
  const runs = await client.listRuns({ search, status: ended }, signal);
  return runs.filter(({ name }) => parseGitlabRunName(withoutNumber(name))?.projectId === project);
}

/**
 * Those that may have to be settled, the oldest first; but runs of merge requests, which are compared with those
 * of branches, last.
 *
 * @param since milliseconds since the epoch
 */
export function waitingRuns(runs: readonly WorkflowRun[], since: number): WorkflowRun[] {
  return runs
    .filter(({ created }) => !(serverTimeValue(created) + clockDifference < since))
    .sort(
      (a, b) => Number(isCompared(a)) - Number(isCompared(b)) || (a.created < b.created ? -1 : 1),
    );
}

function isCompared({ name }: WorkflowRun): boolean {
  return parseGitlabRunName(withoutNumber(name))?.mergeRequest !== undefined;
}

/** A name holds no dot; behind it are run and restart. */
export function withoutNumber(name: string): string {
  return name.split('.', 1)[0] ?? name;
}
