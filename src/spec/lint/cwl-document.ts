/** A CWL workflow for the rules: all processes (workflows and tools) in all the files it refers to. */
import path from 'node:path';
import { isReanaCiError, type Finding } from '../../base/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import type { NodePath, SourceDocument } from '../source-document.ts';
import { mostParts } from '../yaml-size.ts';
import { convertToJson } from '../yaml-json.ts';
import { readYaml, toJson } from '../yaml.ts';
import { entriesOf } from './cwl-entry.ts';
import type { LintSubject } from './subject.ts';

export interface CwlProcess {
  readonly source: SourceDocument;
  /** Where in the file it stands: at its root, in `$graph`, or under `run` of a step. */
  readonly path: NodePath;
  readonly data: JsonObject;
  /** Of the step that runs it: `step fit`. */
  readonly label: string;
}

/** A step's `run` that leads nowhere. */
export interface CwlDeadEnd {
  readonly target: string;
  readonly source: SourceDocument;
  readonly path: NodePath;
}

export interface CwlWorkflow {
  /** Of files that are not YAML. */
  readonly findings: readonly Finding[];
  readonly files: readonly string[];
  /** The first is the one that the run starts with. */
  readonly processes: readonly CwlProcess[];
  readonly deadEnds: readonly CwlDeadEnd[];
  /** The process that a step runs; `undefined` when it could not be read. */
  processOf(step: JsonObject): CwlProcess | undefined;
}

export interface CwlSubject extends LintSubject {
  readonly cwl: CwlWorkflow;
}

const mostProcesses = 500;

/** Reads `workflow.file` and everything that steps run from there. */
export async function readCwl(subject: LintSubject): Promise<CwlWorkflow> {
  const reading = new Reading(subject);
  const { workflow } = subject.specification.data;
  const file = isJsonObject(workflow) ? workflow.file : undefined;
  if (typeof file === 'string') await reading.start(file);
  return reading;
}

class Reading implements CwlWorkflow {
  readonly findings: Finding[] = [];
  readonly processes: CwlProcess[] = [];
  readonly deadEnds: CwlDeadEnd[] = [];
  readonly #subject: LintSubject;
  readonly #documents = new Map<string, { source: SourceDocument; data: Json } | undefined>();
  readonly #byAddress = new Map<string, CwlProcess>();
  readonly #byStep = new Map<JsonObject, CwlProcess>();
  #parts = 0;

  constructor(subject: LintSubject) {
    this.#subject = subject;
  }

  get files(): string[] {
    return [...this.#documents.keys()];
  }

  processOf(step: JsonObject): CwlProcess | undefined {
    return this.#byStep.get(step);
  }

  async start(address: string): Promise<void> {
    await this.#open(address, '', 'the workflow');
  }

  /** The process at `file#id`, `#id` or `file`, the file relative to that of `from`. */
  async #open(address: string, from: string, label: string): Promise<CwlProcess | undefined> {
    const [location = '', fragment = ''] = address.split('#', 2);
    const file =
      location === ''
        ? from
        : safeRelativePath(path.posix.join(path.posix.dirname(from), location));
    if (file === undefined) return undefined;
    const key = `${file}#${fragment}`;
    const known = this.#byAddress.get(key);
    if (known !== undefined || this.processes.length >= mostProcesses) return known;
    const document = await this.#document(file);
    if (document === undefined) return undefined;
    const found = findProcess(document.data, fragment);
    if (found === undefined) return undefined;
    const process = { source: document.source, label, ...found };
    this.#byAddress.set(key, process);
    await this.#add(process);
    return process;
  }

  async #add(process: CwlProcess): Promise<void> {
    this.processes.push(process);
    for (const { id, value, path: place } of entriesOf(process.data.steps)) {
      if (!isJsonObject(value)) continue;
      await this.#addStep(process, value, [...process.path, 'steps', ...place], `step ${id}`);
    }
  }

  async #addStep(
    parent: CwlProcess,
    step: JsonObject,
    place: NodePath,
    label: string,
  ): Promise<void> {
    const { run } = step;
    const { source } = parent;
    const runPath = [...place, 'run'];
    if (isJsonObject(run) && typeof run.class === 'string') {
      const process = { source, path: runPath, data: run, label };
      this.#byStep.set(step, process);
      if (this.processes.length < mostProcesses) await this.#add(process);
    } else if (typeof run === 'string' && !/^[a-z][a-z+.-]*:/i.test(run)) {
      const process = await this.#open(run, source.file, label);
      if (process !== undefined) this.#byStep.set(step, process);
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
    if ((await this.#subject.files.kindOf(file)) !== 'file') return false;
    return !run.includes('#') || this.#documents.get(file) === undefined;
  }

  async #document(file: string): Promise<{ source: SourceDocument; data: Json } | undefined> {
    if (!this.#documents.has(file)) this.#documents.set(file, await this.#read(file));
    return this.#documents.get(file);
  }

  async #read(file: string): Promise<{ source: SourceDocument; data: Json } | undefined> {
    const text = await this.#subject.reader.text(file);
    if (text === undefined || this.#parts > mostParts) return undefined;
    try {
      const source = readYaml(file, text);
      this.#parts += source.parts;
      const data = toJson(source);
      this.findings.push(...duplicateKeys(source));
      return { source, data };
    } catch (error) {
      if (!isReanaCiError(error)) throw error;
      this.findings.push(...error.findings);
      return undefined;
    }
  }
}

/** The CWL reader takes no key twice, where those of the other languages take the last one. */
function duplicateKeys(source: SourceDocument): Finding[] {
  return convertToJson(source)
    .findings.filter(({ rule }) => rule === 'yaml-duplicate-key')
    .map((finding) => ({ ...finding, severity: 'error' }));
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
