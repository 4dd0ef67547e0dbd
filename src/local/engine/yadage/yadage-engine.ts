/** The yadage engine as REANA runs it. */
import { mkdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { formatFinding, ReanaCiError } from '../../../base/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { isInside } from '../../../base/safe-path.ts';
import { PythonError } from '../../../languages/python/error.ts';
import { loadYadageWorkflow, YadageLoadError } from '../../../languages/yadage/read/load.ts';
import type { YadageWorkflow } from '../../../languages/yadage/read/workflow.ts';
import { readYaml, toJson } from '../../../document/yaml.ts';
import type { Engine, EngineContext } from '../engine.ts';
import { createWorkflow } from './create-workflow.ts';
import { runLoop } from './engine-loop.ts';
import { FileFinder } from './glob.ts';
import type { WorkflowState } from '../../../languages/yadage/semantics/model.ts';
import { createReanaBackend } from './reana-backend.ts';
import { explainIdleStages } from './unapplied.ts';

/**
 * Runs a yadage workflow from the workspace. Stages that never run do not make it fail, as on REANA; the log
 * tells which ones and why.
 */
export const yadageEngine: Engine = async (context) => {
  const workspace = await realpath(context.workspace);
  await prepareNotes(workspace, context.options);
  const files = new FileFinder(workspace);
  const loaded = await load(workspace, context);
  const workflow = await createWorkflow({
    stages: loaded.stages,
    parameters: await initialParameters(workspace, files, context),
    workspace,
    initDirectory: inside(workspace, textOption(context.options.initdir)),
  });
  const backend = createReanaBackend({
    submit: (job) => context.submit(job),
    generation: context.generation,
    files,
    kerberos: wantsKerberos(context.specification),
    log: (line) => {
      context.log(line);
    },
  });
  try {
    const onProgress = (): void => {
      context.setTotal(countJobs(workflow));
    };
    const succeeded = await runLoop(workflow, {
      backend,
      files,
      signal: context.signal,
      onProgress,
    });
    report(workflow, context);
    return { status: succeeded ? 'finished' : 'failed' };
  } catch (error) {
    if (context.signal.aborted) return { status: 'stopped' };
    throw error;
  }
};

/** yadage keeps notes in `_yadage`, and takes those of an earlier run for a reason not to start. */
async function prepareNotes(workspace: string, options: JsonObject): Promise<void> {
  const folder = path.join(workspace, '_yadage');
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined || 'accept_metadir' in options) return;
  throw new PythonError(
    'RuntimeError',
    `yadage meta directory ${folder}/ exists. Allow overwrite by using the command line option  --accept-metadir`,
  );
}

async function load(workspace: string, context: EngineContext): Promise<YadageWorkflow> {
  const workflow = isJsonObject(context.specification.workflow)
    ? context.specification.workflow
    : {};
  const { specification, file } = workflow;
  const toplevel = textOption(context.options.toplevel);
  if (/^(github|gitlab-cern|from-github|from-cap|https?)\b/.test(toplevel)) {
    throw new ReanaCiError('specification', `The workflow is to be fetched from ${toplevel}`, {
      hint: 'The embedded REANA fetches nothing: put the workflow into the analysis.',
    });
  }
  try {
    return await loadYadageWorkflow({
      toplevel: inside(workspace, toplevel),
      workflow: isJsonObject(specification)
        ? readYaml('reana.yaml', JSON.stringify(specification))
        : typeof file === 'string'
          ? file
          : '',
    });
  } catch (error) {
    if (error instanceof YadageLoadError) {
      for (const finding of error.findings) context.log(formatFinding(finding));
    }
    throw error;
  }
}

/** The values that stages find as outputs of `init`: those of `initfiles`, overlaid with the run's own. */
async function initialParameters(
  workspace: string,
  files: FileFinder,
  context: EngineContext,
): Promise<JsonObject> {
  const listed = context.options.initfiles ?? [];
  let parameters: JsonObject = {};
  for (const file of Array.isArray(listed) ? (listed as readonly Json[]) : [listed]) {
    if (typeof file !== 'string' || !(await files.exists(inside(workspace, file)))) {
      throw new ReanaCiError('specification', `There is no init file ${JSON.stringify(file)}`);
    }
    const text = await readFile(inside(workspace, file), 'utf8');
    const values = toJson(readYaml(file, text));
    if (isJsonObject(values)) parameters = { ...parameters, ...values };
  }
  return { ...parameters, ...context.parameters };
}

function textOption(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** @throws ReanaCiError `specification` when `given` leads out of the workspace */
function inside(workspace: string, given: string): string {
  const folder = path.resolve(workspace, given);
  if (isInside(workspace, folder)) return folder;
  throw new ReanaCiError('specification', `${given} lies outside of the workspace`);
}

function wantsKerberos(specification: JsonObject): boolean {
  const { workflow } = specification;
  const resources = isJsonObject(workflow) ? workflow.resources : undefined;
  return isJsonObject(resources) && resources.kerberos === true;
}

function countJobs(workflow: WorkflowState): number {
  return Array.from(workflow.nodes.values()).filter((node) => !node.isPurePublishing).length;
}

function report(workflow: WorkflowState, context: EngineContext): void {
  for (const line of explainIdleStages(workflow)) context.log(line);
  for (const { task, state, predecessors } of workflow.nodes.values()) {
    if (state === 'FAILED') context.log(`Step ${task.name} failed.`);
    if (state === 'DEFINED' && predecessors.length > 0) {
      context.log(`Step ${task.name} was not run, since one that it needs failed.`);
    }
  }
}
