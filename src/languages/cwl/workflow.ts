/** A CWL workflow: all processes (workflows and tools) in all the files it refers to. */
import path from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import type { NodePath, SourceDocument } from '../../document/source-document.ts';
import type { Specification } from '../../specification/specification.ts';
import type { TolerantDocument } from '../../document/tolerant-document.ts';
import { entriesOf } from './entry.ts';

export interface CwlProcess {
  readonly source: SourceDocument;
  /** Where in the file it stands: at its root, in `$graph`, or under `run` of a step. */
  readonly path: NodePath;
  readonly data: JsonObject;
  /** The step that runs it; absent for the one that the run starts with. */
  readonly step?: string;
}

/** A step's `run` that leads nowhere. */
export interface CwlDeadEnd {
  readonly target: string;
  readonly source: SourceDocument;
  readonly path: NodePath;
}

export interface CwlWorkflow {
  /** The first is the one that the run starts with. */
  readonly processes: readonly CwlProcess[];
  readonly deadEnds: readonly CwlDeadEnd[];
  /** The process that a step runs; `undefined` when it could not be read. */
  processOf(step: JsonObject): CwlProcess | undefined;
}

/** How the files of a workflow are had. */
export interface CwlFiles {
  /** `undefined` for a file that is not there, or holds no YAML. */
  document(file: string): Promise<TolerantDocument | undefined>;
  /** Whether there is such a file, whatever it holds. */
  exists?(file: string): Promise<boolean>;
}

const mostProcesses = 500;

/** Reads `workflow.file`, of which it may name one process, and everything that steps run from there. */
export async function readCwlWorkflow(
  { data }: Specification,
  files: CwlFiles,
): Promise<CwlWorkflow> {
  const reading = new Reading(files);
  const file = isJsonObject(data.workflow) ? data.workflow.file : undefined;
  if (typeof file === 'string') await reading.start(file);
  return reading;
}

class Reading implements CwlWorkflow {
  readonly processes: CwlProcess[] = [];
  readonly deadEnds: CwlDeadEnd[] = [];
  readonly #files: CwlFiles;
  readonly #byAddress = new Map<string, CwlProcess>();
  readonly #byStep = new Map<JsonObject, CwlProcess>();

  constructor(files: CwlFiles) {
    this.#files = files;
  }

  processOf(step: JsonObject): CwlProcess | undefined {
    return this.#byStep.get(step);
  }

  async start(address: string): Promise<void> {
    await this.#open(address, '', undefined);
  }

  /** The process at `file#id`, `#id` or `file`, the file relative to that of `from`. */
  async #open(
    address: string,
    from: string,
    step: string | undefined,
  ): Promise<CwlProcess | undefined> {
    const [location = '', fragment = ''] = address.split('#', 2);
    const file =
      location === ''
        ? from
        : safeRelativePath(path.posix.join(path.posix.dirname(from), location));
    if (file === undefined) return undefined;
    const key = `${file}#${fragment}`;
    const known = this.#byAddress.get(key);
    if (known !== undefined || this.processes.length >= mostProcesses) return known;
    const document = await this.#files.document(file);
    if (document === undefined) return undefined;
    const found = findProcess(document.data, fragment);
    if (found === undefined) return undefined;
    const process = { source: document.source, ...found, ...(step === undefined ? {} : { step }) };
    this.#byAddress.set(key, process);
    await this.#add(process);
    return process;
  }

  async #add(process: CwlProcess): Promise<void> {
    this.processes.push(process);
    for (const { id, value, path: place } of entriesOf(process.data.steps)) {
      if (!isJsonObject(value)) continue;
      await this.#addStep(process, value, [...process.path, 'steps', ...place], id);
    }
  }

  async #addStep(
    parent: CwlProcess,
    data: JsonObject,
    place: NodePath,
    step: string,
  ): Promise<void> {
    const { run } = data;
    const { source } = parent;
    const runPath = [...place, 'run'];
    if (isJsonObject(run) && typeof run.class === 'string') {
      const process = { source, path: runPath, data: run, step };
      this.#byStep.set(data, process);
      if (this.processes.length < mostProcesses) await this.#add(process);
    } else if (typeof run === 'string' && !/^[a-z][a-z+.-]*:/i.test(run)) {
      const process = await this.#open(run, source.file, step);
      if (process !== undefined) this.#byStep.set(data, process);
      else if (!(await this.#exists(run, source.file))) {
        this.deadEnds.push({ target: run, source, path: runPath });
      }
    }
  }

  /** Whether the file is there, though its content is not at hand or is not what it should be. */
  async #exists(run: string, from: string): Promise<boolean> {
    const [location = ''] = run.split('#', 1);
    if (location === '') return false;
    const file = path.posix.join(path.posix.dirname(from), location);
    if ((await this.#files.exists?.(file)) !== true) return false;
    return !run.includes('#') || (await this.#files.document(file)) === undefined;
  }
}

/** In a file with `$graph`, the process of that id, or the one called main. */
function findProcess(data: Json, fragment: string): Pick<CwlProcess, 'data' | 'path'> | undefined {
  if (!isJsonObject(data)) return { data: {}, path: [] };
  if (!Array.isArray(data.$graph)) return { data, path: [] };
  const wanted = fragment === '' ? 'main' : fragment;
  const items = data.$graph as readonly Json[];
  for (const [index, item] of items.entries()) {
    if (!isJsonObject(item) || typeof item.id !== 'string') continue;
    if (item.id.replace(/^.*#/, '') === wanted) return { data: item, path: ['$graph', index] };
  }
  return undefined;
}
