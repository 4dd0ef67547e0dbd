/** The workflow of a run as Mermaid text, each stage in the colour of how it went. */
import { isReanaCiError } from '../../base/error.ts';
import type { Specification } from '../../spec/specification.ts';
import { loadWorkflow } from '../../spec/workflow/load.ts';
import type { RunRecord } from '../run-record.ts';
import { workflowToMermaid } from './mermaid.ts';
import { progressFromRecord } from './progress.ts';

/** Characters of Mermaid that GitLab draws on the page of a merge request; of more it shows a button. */
const drawnByGitlab = 2000;

/** @returns `undefined` for a workflow that cannot be read: a picture is no reason to fail */
export async function drawRun(
  specification: Specification,
  record: Pick<RunRecord, 'steps'>,
): Promise<string | undefined> {
  try {
    const workflow = await loadWorkflow(specification);
    const statuses = progressFromRecord(workflow, record);
    return workflowToMermaid(workflow, { statuses }, { wanted: drawnByGitlab });
  } catch (error) {
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}
