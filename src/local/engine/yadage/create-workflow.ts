/** A workflow that is about to run in a workspace. */
import type { JsonObject } from '../../../base/json.ts';
import type { WorkflowState } from '../../../spec/yadage/semantics/model.ts';
import { startWorkflow } from '../../../spec/yadage/semantics/start.ts';
import type { YadageStage } from '../../../spec/yadage/workflow.ts';
import { FolderProvider, readonlyState } from './state.ts';

export interface NewWorkflow {
  readonly stages: readonly YadageStage[];
  readonly parameters: JsonObject;
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  /** Absolute folder whose files the parameters may name. */
  readonly initDirectory: string;
}

/** @throws PythonError KeyError for a stage without dependencies */
export async function createWorkflow(given: NewWorkflow): Promise<WorkflowState> {
  const initState = await readonlyState(given.initDirectory);
  const provider = new FolderProvider(given.workspace, given.workspace, [initState]);
  return startWorkflow(given.stages, given.parameters, provider);
}
