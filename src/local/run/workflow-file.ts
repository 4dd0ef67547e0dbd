/** The workflow's own file, which the server reads from the workspace when a run starts. */
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { RestError } from '../rest-error.ts';
import type { StateDirectory } from '../store/state-directory.ts';
import type { StoredRun } from '../store/stored-run.ts';
import { entryAt } from '../workspace/entries.ts';
import { runFiles } from './run-files.ts';

/** @throws RestError 500, as REANA answers, when a yadage workflow's file was not uploaded */
export async function checkWorkflowFile(
  state: StateDirectory,
  run: StoredRun,
  specification: JsonObject,
): Promise<void> {
  const workflow = isJsonObject(specification.workflow) ? specification.workflow : {};
  if (workflow.type !== 'yadage' || isJsonObject(workflow.specification)) return;
  if (typeof workflow.file !== 'string' || /^(github|https?):/.test(workflow.file)) return;
  const options = isJsonObject(specification.inputs) ? specification.inputs.options : undefined;
  // With a `toplevel` the file is looked up elsewhere, by the engine.
  if (isJsonObject(options) && options.toplevel !== undefined) return;
  const file = await entryAt(runFiles(state, run).workspace, workflow.file);
  if (file === undefined) throw new RestError(500, `Workflow file ${workflow.file} does not exist`);
}
