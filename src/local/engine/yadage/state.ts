/** The folders of steps, in a workspace on disk. */
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../../../base/safe-path.ts';
import { PythonError } from '../../../languages/python/error.ts';
import {
  makeState,
  type StateProvider,
  type StepState,
} from '../../../languages/yadage/semantics/state.ts';

/** Gives the steps of one workflow, or of one sub-workflow, folders below a base. */
export class FolderProvider implements StateProvider {
  /** The states that the workflow's init step reads. */
  readonly initStates: readonly StepState[];
  readonly #workspace: string;
  readonly #base: string;

  /** @param workspace absolute; nothing is made outside of it */
  constructor(workspace: string, base: string, initStates: readonly StepState[]) {
    this.#workspace = workspace;
    this.#base = base;
    this.initStates = initStates;
  }

  /** The folder `<base>/<name>`, made at once, together with the one where yadage keeps its own notes. */
  async newState(name: string, dependencies: readonly StepState[]): Promise<StepState> {
    const folder = await this.#folder(name);
    await mkdir(path.join(folder, '_packtivity'), { recursive: true });
    return makeState([folder], dependencies);
  }

  /** A provider whose steps live below `<base>/<name>`. */
  async newProvider(name: string, initStates: readonly StepState[]): Promise<StateProvider> {
    return new FolderProvider(this.#workspace, await this.#folder(name), initStates);
  }

  async #folder(name: string): Promise<string> {
    const folder = await resolveLinks(path.join(this.#base, name));
    if (isInside(this.#workspace, folder) && folder !== this.#workspace) return folder;
    throw new PythonError('PermissionError', `[Errno 13] Permission denied: '${folder}'`);
  }
}

/** A state that reads `folder` only. */
export async function readonlyState(folder: string): Promise<StepState> {
  const target = await resolveLinks(folder);
  return { readwrite: [], readonly: [target], names: { readdir0: target } };
}

/** `os.path.realpath`: links resolved as far as the path exists. */
async function resolveLinks(folder: string): Promise<string> {
  const absolute = path.resolve(folder);
  try {
    return await realpath(absolute);
  } catch {
    const parent = path.dirname(absolute);
    if (parent === absolute) return absolute;
    return path.join(await resolveLinks(parent), path.basename(absolute));
  }
}
