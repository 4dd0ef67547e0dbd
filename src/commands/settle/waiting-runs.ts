/** The runs that may have to be settled, found on REANA by their names. */
import { parseGitlabRunName, projectPart } from '../../hosts/gitlab/run-name.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkflowRun } from '../../reana/types.ts';

/** A deleted run has no workspace, and so nothing left to bring. */
const ended = ['finished', 'failed', 'stopped'] as const;
/** Servers tell their own time, without a zone. */
const clockDifference = 24 * 3_600_000;

/**
 * Ended runs of the project's pipelines, the oldest first.
 *
 * @param since milliseconds since the epoch
 */
export async function waitingRuns(
  client: ReanaClient,
  project: number,
  since: number,
  signal: AbortSignal,
): Promise<WorkflowRun[]> {
  const search = `_${projectPart(project)}_`;
  const runs = await client.listRuns({ search, status: ended }, signal);
  return runs
    .filter(({ name }) => parseGitlabRunName(withoutNumber(name))?.projectId === project)
    .filter(({ created }) => !(Date.parse(`${created}Z`) + clockDifference < since))
    .sort((a, b) => (a.created < b.created ? -1 : 1));
}

/** A name holds no dot; behind it are run and restart. */
export function withoutNumber(name: string): string {
  return name.split('.', 1)[0] ?? name;
}
