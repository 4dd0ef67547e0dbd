/** The first state of a workflow: its stages, and the stage that gives it its parameters. */
import type { JsonObject } from '../../../base/json.ts';
import type { YadageStage } from '../../../spec/yadage/workflow.ts';
import { WorkflowState } from '../../../spec/yadage/semantics/model.ts';
import { initStage } from '../../../spec/yadage/semantics/init-stage.ts';
import { FolderProvider, readonlyState } from './state.ts';
import { WorkflowView } from '../../../spec/yadage/semantics/view.ts';

export interface NewWorkflow {
  readonly stages: readonly YadageStage[];
  readonly parameters: JsonObject;
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  /** Absolute folder whose files the parameters may name. */
  readonly initDirectory: string;
}

/**
 * A workflow that has not started yet. Without parameters it has no init stage, and stages that depend on
 * `init` never run.
 *
 * @throws PythonError KeyError for a stage without dependencies
 */
export async function createWorkflow(given: NewWorkflow): Promise<WorkflowState> {
  const workflow = new WorkflowState();
  const view = new WorkflowView(workflow, '');
  const initState = await readonlyState(given.initDirectory);
  const provider = new FolderProvider(given.workspace, given.workspace, [initState]);
  view.addStages(given.stages, provider);
  if (Object.keys(given.parameters).length > 0) {
    const options = { discover: true, relative: true, inputs: [], nodeName: 'init' };
    view.addStages([initStage(given.parameters, options)], provider);
  }
  return workflow;
}
