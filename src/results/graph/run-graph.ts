/** The workflow of a run as Mermaid text, each stage in the colour of how it went. */
import { isReanaCiError } from '../../base/error.ts';
import type { Specification } from '../../specification/specification.ts';
import { loadWorkflow } from '../../languages/load-workflow.ts';
import type { RunRecord } from '../run-record.ts';
import { type StageJson, type WorkflowJson, workflowToJson } from './json.ts';
import { workflowToMermaid } from './mermaid.ts';
import { progressFromRecord } from './progress.ts';
import { workflowFromJson } from './read-json.ts';

/** Characters of Mermaid that GitLab draws on the page of a merge request; of more it shows a button. */
const drawnByGitlab = 2000;

/**
 * The workflow as data, which can be drawn where its files are not. It does not say where in them a stage is
 * written.
 *
 * @returns `undefined` for a workflow that cannot be read: a picture is no reason to fail
 */
export async function graphOf(specification: Specification): Promise<WorkflowJson | undefined> {
  try {
    const workflow = workflowToJson(await loadWorkflow(specification));
    return { ...workflow, stages: workflow.stages.map(withoutPlaces) };
  } catch (error) {
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}

export function drawRun(graph: WorkflowJson, record: Pick<RunRecord, 'steps'>): string {
  const workflow = workflowFromJson(graph);
  const statuses = progressFromRecord(workflow, record);
  return workflowToMermaid(workflow, { statuses }, { wanted: drawnByGitlab });
}

function withoutPlaces(stage: StageJson): StageJson {
  return { ...stage, places: [], stages: stage.stages.map(withoutPlaces) };
}
