/** The first state of a workflow: its stages, and the stage that gives it its parameters. */
import type { JsonObject } from '../../../base/json.ts';
import type { YadageStage } from '../read/workflow.ts';
import { initStage } from './init-stage.ts';
import { WorkflowState } from './model.ts';
import type { StateProvider } from './state.ts';
import { WorkflowView } from './view.ts';

/**
 * A workflow that has not started yet. Without parameters it has no init stage, and stages that depend on
 * `init` never run.
 *
 * @param parameters `undefined` when nobody knows them yet: then there will be some
 * @throws PythonError KeyError for a stage without dependencies
 */
export function startWorkflow(
  stages: readonly YadageStage[],
  parameters: JsonObject | undefined,
  provider: StateProvider,
): WorkflowState {
  const workflow = new WorkflowState();
  const view = new WorkflowView(workflow, '');
  view.addStages(stages, provider);
  if (parameters === undefined || Object.keys(parameters).length > 0) {
    const options = { discover: true, relative: true, inputs: [], nodeName: 'init' };
    view.addStages([initStage(parameters ?? {}, options)], provider);
  }
  return workflow;
}
