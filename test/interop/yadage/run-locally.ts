/** Runs a workflow as `yadage-run` does on a laptop, and tells what came of it in comparable form. */
import { mkdir, mkdtemp, readFile, readdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseJson, type Json, type JsonObject } from '../../../src/base/json.ts';
import { createWorkflow } from '../../../src/local/engine/yadage/create-workflow.ts';
import { runLoop, type StepBackend } from '../../../src/local/engine/yadage/engine-loop.ts';
import { FileFinder } from '../../../src/local/engine/yadage/glob.ts';
import type { StepNode, WorkflowState } from '../../../src/languages/yadage/semantics/model.ts';
import { PythonError } from '../../../src/languages/python/error.ts';
import { loadYadageWorkflow } from '../../../src/languages/yadage/read/load.ts';

export interface Answer {
  readonly status: 'success' | 'failed';
  readonly error?: { readonly type: string; readonly text: string };
  /** Absent when the workflow could not be loaded. */
  readonly workflow?: WorkflowState;
  /** Path in the workspace and content, without yadage's own notes; sorted. */
  readonly files: readonly (readonly [string, string])[];
  readonly workspace: string;
}

export interface LocalRun {
  readonly toplevel: string;
  readonly file: string;
  readonly parameters: JsonObject;
  readonly workspace: string;
  readonly initDirectory: string;
  readonly backend: (files: FileFinder) => StepBackend;
}

export async function makeWorkspace(): Promise<string> {
  return realpath(await mkdtemp(path.join(tmpdir(), 'yadage-run-')));
}

export async function runLocally(given: LocalRun): Promise<Answer> {
  const { workspace } = given;
  let workflow: WorkflowState | undefined;
  const answer = async (status: Answer['status'], error?: Answer['error']): Promise<Answer> => ({
    status,
    files: await filesOf(workspace),
    workspace,
    ...(error === undefined ? {} : { error }),
    ...(workflow === undefined ? {} : { workflow }),
  });
  try {
    const { stages } = await loadYadageWorkflow({ toplevel: given.toplevel, workflow: given.file });
    await mkdir(given.initDirectory, { recursive: true });
    workflow = await createWorkflow({ ...given, stages });
    const files = new FileFinder(workspace);
    const succeeded = await runLoop(workflow, {
      backend: given.backend(files),
      files,
      signal: new AbortController().signal,
    });
    if (succeeded) return await answer('success');
    return await answer('failed', { type: 'RuntimeError', text: 'workflow finished but failed' });
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return answer('failed', { type: error.type, text: error.text });
  }
}

/** `/sub/0/stage[1]`: where in the workflow a step belongs. */
export function keyOf({ task }: StepNode): string {
  return `${task.offset}/${task.stage}[${task.index}]`;
}

/** Every absolute path of the workspace as `$WS`. */
export function withoutWorkspace<T extends Json>(value: T, workspace: string): T {
  return parseJson(JSON.stringify(value).replaceAll(workspace, '$WS')) as T;
}

/** The files of a workspace: path and content, without yadage's own notes and the inputs; sorted. */
export async function filesOf(workspace: string): Promise<[string, string][]> {
  const entries = await readdir(workspace, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(workspace, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)_(packtivity|yadage)\//.test(file) && !file.startsWith('init/'))
    .sort();
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => [
      file,
      (await readFile(path.join(workspace, file), 'utf8')).replaceAll(workspace, '$WS'),
    ]),
  );
}
