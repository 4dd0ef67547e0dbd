/** The workflow's own file, which the server reads from the workspace when a run starts. */
import path from 'node:path';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { isInside } from '../../base/safe-path.ts';
import { loadYadageWorkflow, YadageLoadError } from '../../languages/yadage/read/load.ts';
import type { YadageWorkflow } from '../../languages/yadage/read/workflow.ts';
import { readYaml } from '../../document/yaml.ts';
import { RestError } from '../rest-error.ts';
import type { StoredRun } from '../store/stored-run.ts';
import { entryAt } from '../workspace/entries.ts';

export interface WorkflowSource {
  /** Absolute folder of the run's files. */
  readonly workspace: string;
  readonly run: StoredRun;
  readonly specification: JsonObject;
}

/** @throws RestError as REANA answers, when a yadage workflow's file was not uploaded or cannot be read */
export async function checkWorkflowFile(source: WorkflowSource): Promise<void> {
  const { run, specification, workspace } = source;
  if (run.type !== 'yadage' || isFetched(specification)) return;
  const { file, specification: inner } = workflowOf(specification);
  if (!isJsonObject(inner) && typeof file === 'string' && toplevelOf(specification) === '') {
    const entry = await entryAt(workspace, file);
    if (entry === undefined) throw new RestError(500, `Workflow file ${file} does not exist`);
  }
  await readYadageWorkflow(source);
}

/**
 * Loads a yadage workflow.
 *
 * @returns nothing for one that lies elsewhere, which the engine looks up
 * @throws RestError 400 for one that does not fit the schema, 500 for one that cannot be read
 */
export async function readYadageWorkflow({
  workspace,
  specification,
}: WorkflowSource): Promise<YadageWorkflow | undefined> {
  const { file, specification: inner } = workflowOf(specification);
  const toplevel = path.resolve(workspace, toplevelOf(specification));
  if (isFetched(specification) || !isInside(workspace, toplevel)) return undefined;
  try {
    return await loadYadageWorkflow({
      toplevel,
      workflow: isJsonObject(inner)
        ? readYaml('reana.yaml', JSON.stringify(inner))
        : typeof file === 'string'
          ? file
          : '',
    });
  } catch (error) {
    if (!(error instanceof YadageLoadError)) throw error;
    throw new RestError(error.type === 'ValidationError' ? 400 : 500, error.text);
  }
}

function workflowOf({ workflow }: JsonObject): JsonObject {
  return isJsonObject(workflow) ? workflow : {};
}

/** The folder, relative to the workspace, in which the workflow is looked up. */
function toplevelOf({ inputs }: JsonObject): string {
  const options = isJsonObject(inputs) ? inputs.options : undefined;
  const toplevel = isJsonObject(options) ? options.toplevel : undefined;
  return typeof toplevel === 'string' ? toplevel : '';
}

function isFetched(specification: JsonObject): boolean {
  const { file } = workflowOf(specification);
  const fetched = /^(?:github|gitlab-cern|from-github|from-cap|https?)\b/;
  return (
    fetched.test(toplevelOf(specification)) || (typeof file === 'string' && fetched.test(file))
  );
}
