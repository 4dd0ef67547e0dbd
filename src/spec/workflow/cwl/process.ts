/** CWL documents as a tree of processes: a workflow, its steps, and what each of them runs. */
import path from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import type { NodePath } from '../../source-document.ts';
import type { TolerantDocument, TolerantReader } from '../../tolerant-document.ts';

export interface CwlProcess {
  readonly file: string;
  readonly document: TolerantDocument;
  /** Where it stands in the document. */
  readonly path: NodePath;
  readonly data: JsonObject;
  /** Empty unless it is a workflow. */
  readonly steps: readonly CwlStep[];
}

export interface CwlStep {
  readonly name: string;
  readonly data: JsonObject;
  readonly path: NodePath;
  /** Absent when it cannot be read. */
  readonly process?: CwlProcess;
}

const deepest = 20;
const mostSteps = 3000;

/** The process of a CWL file, `main` of one with several; `undefined` when there is none. */
export async function readCwlProcess(
  reader: TolerantReader,
  file: string,
): Promise<CwlProcess | undefined> {
  const [name = '', fragment = ''] = file.split('#');
  return createLoader(reader).follow({ file: name, fragment, depth: 0 });
}

interface Target {
  readonly file: string;
  readonly fragment: string;
  readonly depth: number;
}

interface Found {
  readonly data: JsonObject;
  readonly path: NodePath;
}

function createLoader(reader: TolerantReader): {
  follow(target: Target): Promise<CwlProcess | undefined>;
} {
  let steps = 0;

  async function follow({ file, fragment, depth }: Target): Promise<CwlProcess | undefined> {
    const document = await reader.document(file);
    const found = document === undefined ? undefined : findProcess(document.data, fragment);
    if (document === undefined || found === undefined) return undefined;
    return build({ file, document, ...found }, depth);
  }

  async function build(process: Omit<CwlProcess, 'steps'>, depth: number): Promise<CwlProcess> {
    const built: CwlStep[] = [];
    if (process.data.class === 'Workflow' && depth < deepest) {
      for (const [key, step] of namedEntries(process.data.steps)) {
        steps += 1;
        if (steps > mostSteps) break;
        const stepPath = [...process.path, 'steps', key];
        const inner = await run(process, step.run, [...stepPath, 'run'], depth + 1);
        const name = localName(typeof key === 'string' ? key : step.id);
        built.push({
          name,
          data: step,
          path: stepPath,
          ...(inner === undefined ? {} : { process: inner }),
        });
      }
    }
    return { ...process, steps: built };
  }

  async function run(
    { file, document }: Omit<CwlProcess, 'steps'>,
    what: Json | undefined,
    place: NodePath,
    depth: number,
  ): Promise<CwlProcess | undefined> {
    if (isJsonObject(what)) return build({ file, document, path: place, data: what }, depth);
    if (typeof what !== 'string' || /^[a-z+]+:/i.test(what)) return undefined;
    const [target = '', fragment = ''] = what.split('#');
    const next = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
    return follow({ file: next, fragment, depth });
  }

  return { follow };
}

function findProcess(data: Json, fragment: string): Found | undefined {
  if (!isJsonObject(data)) return undefined;
  const { $graph: graph } = data;
  if (!Array.isArray(graph)) return { data, path: [] };
  const wanted = fragment === '' ? 'main' : fragment;
  const processes = (graph as readonly Json[]).flatMap((item, index): Found[] =>
    isJsonObject(item) ? [{ data: item, path: ['$graph', index] }] : [],
  );
  return processes.find(({ data: { id } }) => typeof id === 'string' && afterHash(id) === wanted);
}

/** Entries of what CWL lets people write as a mapping by name or as a list of mappings with an `id`. */
export function namedEntries(value: Json | undefined): [string | number, JsonObject][] {
  const entries: [string | number, Json][] = Array.isArray(value)
    ? [...(value as readonly Json[]).entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return entries.filter((entry): entry is [string | number, JsonObject] => isJsonObject(entry[1]));
}

/** `gendata` of `#main/gendata`. */
export function localName(id: Json | undefined): string {
  return typeof id === 'string' ? id.replace(/^.*[#/]/s, '') : '';
}

export function afterHash(id: string): string {
  return id.replace(/^.*#/s, '');
}
