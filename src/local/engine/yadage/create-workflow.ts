/** A workflow that is about to run in a workspace. */
import type { JsonObject } from '../../../base/json.ts';
import type { WorkflowState } from '../../../languages/yadage/semantics/model.ts';
import { startWorkflow } from '../../../languages/yadage/semantics/start.ts';
import type { YadageStage } from '../../../languages/yadage/read/workflow.ts';
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
