/** The workflow of a run as Mermaid text, each stage in the colour of how it went. */
import { isReanaCiError } from '../../base/error.ts';
import type { Specification } from '../../spec/specification.ts';
import { loadWorkflow } from '../../spec/workflow/load.ts';
import type { RunRecord } from '../run-record.ts';
import { workflowToMermaid } from './mermaid.ts';
import { progressFromRecord } from './progress.ts';

/** @returns `undefined` for a workflow that cannot be read: a picture is no reason to fail */
export async function drawRun(
  specification: Specification,
  record: Pick<RunRecord, 'steps'>,
): Promise<string | undefined> {
  try {
    const workflow = await loadWorkflow(specification);
    return workflowToMermaid(workflow, { statuses: progressFromRecord(workflow, record) });
  } catch (error) {
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}
