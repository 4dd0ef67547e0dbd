/** The fields of CWL 1.0 to 1.2 and the kinds of their values, for every part of a document that lint looks into. */
import { ExactNumber, isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import { entriesOf } from './entry.ts';
import type { CwlProcess } from './workflow.ts';
import { isCwlType } from './type.ts';

/** What a value has to be; a list of words is a choice of them. */
export type CwlKind =
  | 'text'
  | 'texts'
  | 'flag'
  | 'whole'
  | 'whole or text'
  | 'number or text'
  | 'wholes'
  | 'type'
  | 'mapping'
  | 'list'
  | 'process'
  | 'source'
  | 'any'
  | readonly string[];

export interface CwlPart {
  /** As a message names it: `a step`. */
  readonly owner: string;
  readonly data: JsonObject;
  /** From the process to the part. */
  readonly place: NodePath;
  readonly fields: Readonly<Record<string, CwlKind>>;
  /** Fields that have to be there. */
  readonly needed: readonly string[];
}

const described = { id: 'text', label: 'text', doc: 'texts' } as const;
const process: Readonly<Record<string, CwlKind>> = {
  ...described,
  ...{ inputs: 'any', outputs: 'any', requirements: 'any', hints: 'any', intent: 'texts' },
  ...{ cwlVersion: 'text', class: 'text', $namespaces: 'any', $schemas: 'texts', $graph: 'any' },
  $base: 'text',
};
const parameter: Readonly<Record<string, CwlKind>> = {
  ...described,
  ...{ type: 'type', format: 'texts', secondaryFiles: 'any', streamable: 'flag' },
};
const merge = {
  linkMerge: ['merge_nested', 'merge_flattened'],
  pickValue: ['first_non_null', 'the_only_non_null', 'all_non_null'],
} as const;
const loading = {
  loadContents: 'flag',
  loadListing: ['no_listing', 'shallow_listing', 'deep_listing'],
} as const;
const binding: Readonly<Record<string, CwlKind>> = {
  ...{ position: 'whole or text', prefix: 'text', separate: 'flag', itemSeparator: 'text' },
  ...{ valueFrom: 'text', shellQuote: 'flag', loadContents: 'flag' },
};

const fields = {
  Workflow: { ...process, steps: 'any' },
  CommandLineTool: {
    ...process,
    ...{ baseCommand: 'texts', arguments: 'list', stdin: 'text', stdout: 'text', stderr: 'text' },
    ...{ successCodes: 'wholes', temporaryFailCodes: 'wholes', permanentFailCodes: 'wholes' },
  },
  ExpressionTool: { ...process, expression: 'text' },
  input: { ...parameter, ...loading, default: 'any', inputBinding: 'mapping' },
  output: { ...parameter, ...merge, outputBinding: 'mapping', outputSource: 'source' },
  step: {
    ...described,
    ...{ in: 'any', out: 'list', requirements: 'any', hints: 'any', run: 'process', when: 'text' },
    ...{
      scatter: 'texts',
      scatterMethod: ['dotproduct', 'nested_crossproduct', 'flat_crossproduct'],
    },
  },
  source: {
    ...{ id: 'text', label: 'text', source: 'texts', default: 'any', valueFrom: 'text' },
    ...merge,
    ...loading,
  },
  inputBinding: binding,
  outputBinding: { ...loading, glob: 'texts', outputEval: 'text' },
} satisfies Record<string, Readonly<Record<string, CwlKind>>>;

const resource = 'number or text';
/** Of requirements that REANA's analyses use; in hints, CWL takes anything. */
const requirements: Readonly<Record<string, Readonly<Record<string, CwlKind>>>> = {
  DockerRequirement: {
    ...{ class: 'text', dockerPull: 'text', dockerLoad: 'text', dockerFile: 'any' },
    ...{ dockerImport: 'text', dockerImageId: 'text', dockerOutputDirectory: 'text' },
  },
  InlineJavascriptRequirement: { class: 'text', expressionLib: 'any' },
  InitialWorkDirRequirement: { class: 'text', listing: 'any' },
  ResourceRequirement: {
    ...{
      class: 'text',
      coresMin: resource,
      coresMax: resource,
      ramMin: resource,
      ramMax: resource,
    },
    ...{ tmpdirMin: resource, tmpdirMax: resource, outdirMin: resource, outdirMax: resource },
  },
};

/** The parts of a process, its steps, parameters, bindings and requirements; not what these hold inside. */
export function* partsOf({ data }: CwlProcess): Iterable<CwlPart> {
  const kind = (['Workflow', 'CommandLineTool', 'ExpressionTool'] as const).find(
    (known) => known === data.class,
  );
  if (kind === undefined) return;
  yield { owner: kind, data, place: [], fields: fields[kind], needed: [] };
  for (const [key, one, bindingKey] of [
    ['inputs', 'input', 'inputBinding'],
    ['outputs', 'output', 'outputBinding'],
  ] as const) {
    for (const part of mappings(data[key], [key])) {
      yield { owner: `an ${one}`, ...part, fields: fields[one], needed: ['type'] };
      const inner = part.data[bindingKey];
      if (isJsonObject(inner)) {
        const place = [...part.place, bindingKey];
        yield { owner: bindingKey, data: inner, place, fields: fields[bindingKey], needed: [] };
      }
    }
  }
  for (const step of mappings(data.steps, ['steps'])) {
    yield { owner: 'a step', ...step, fields: fields.step, needed: ['run', 'in', 'out'] };
    for (const part of mappings(step.data.in, [...step.place, 'in'])) {
      yield { owner: 'an input of a step', ...part, fields: fields.source, needed: [] };
    }
    yield* requirementsOf(step.data, step.place);
  }
  yield* requirementsOf(data, []);
}

function* requirementsOf(holder: JsonObject, place: NodePath): Iterable<CwlPart> {
  for (const { id, value, path } of entriesOf(holder.requirements, 'class')) {
    const known = requirements[id];
    if (known === undefined || !isJsonObject(value)) continue;
    yield {
      owner: id,
      data: value,
      place: [...place, 'requirements', ...path],
      fields: known,
      needed: [],
    };
  }
}

function mappings(
  value: Json | undefined,
  place: NodePath,
): { readonly data: JsonObject; readonly place: NodePath }[] {
  return entriesOf(value).flatMap((entry) =>
    isJsonObject(entry.value) ? [{ data: entry.value, place: [...place, ...entry.path] }] : [],
  );
}

/** Lists of parameters and steps, in which every item is a mapping with an id; in `in`, an item can be a text. */
export function listsOf({
  data,
}: CwlProcess): { readonly value: Json; readonly place: NodePath }[] {
  const lists = (['inputs', 'outputs', 'steps'] as const).map((key) => ({
    value: data[key],
    place: [key] as NodePath,
  }));
  const sources = mappings(data.steps, ['steps']).map((step) => ({
    value: step.data.in,
    place: [...step.place, 'in'],
  }));
  return [...lists, ...sources].flatMap(({ value, place }) =>
    Array.isArray(value)
      ? (value as readonly Json[]).map((item, index) => ({ value: item, place: [...place, index] }))
      : [],
  );
}

/** Fields that come from another file, or are of a namespace of the author's own. */
export function isForeign(key: string): boolean {
  return /[:#/]|^\$/.test(key);
}

/** Whether `value` is what the kind asks for; an empty value stands for a missing one. */
export function fitsKind(kind: CwlKind, value: Json): boolean {
  if (kind === 'any') return true;
  if (kind === 'process') return typeof value === 'string' || isJsonObject(value);
  if (kind === 'source') return typeof value === 'string' || isListOf(value, isText);
  if (value === null || hasImport(value)) return true;
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return typeof value === 'string' || isListOf(value, isText);
    case 'flag':
      return typeof value === 'boolean';
    case 'whole':
      return isWhole(value);
    case 'whole or text':
      return isWhole(value) || typeof value === 'string';
    case 'number or text':
      return typeof value === 'number' || value instanceof ExactNumber || typeof value === 'string';
    case 'wholes':
      return isListOf(value, isWhole);
    case 'type':
      return isCwlType(value);
    case 'mapping':
      return isJsonObject(value);
    case 'list':
      return Array.isArray(value);
    default:
      return kind.some((word) => word === value);
  }
}

function hasImport(value: Json): boolean {
  return isJsonObject(value) && ('$import' in value || '$include' in value);
}

function isListOf(value: Json, isItem: (item: Json) => boolean): boolean {
  return Array.isArray(value) && (value as readonly Json[]).every(isItem);
}

function isText(value: Json): boolean {
  return typeof value === 'string' || hasImport(value);
}

function isWhole(value: Json): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
