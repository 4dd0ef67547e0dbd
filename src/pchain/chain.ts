/** A production chain as pchain takes it: a CWL workflow whose steps are Grid tasks. */
import type { Finding } from '../base/error.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import type { NodePath, SourceDocument } from '../document/source-document.ts';
import { convertToJson } from '../document/yaml-json.ts';
import { readYaml, toJson } from '../document/yaml.ts';
import { type StepKind, stepKindOf } from './step-kind.ts';

export interface Chain {
  readonly source: Pick<SourceDocument, 'position' | 'keyPosition'>;
  /** The workflow as a whole. */
  readonly data: Readonly<Record<string, Json>>;
  /** The version of CWL, as written; empty when it is missing. */
  readonly version: string;
  /** Names of the workflow's own inputs. */
  readonly inputs: ReadonlySet<string>;
  readonly steps: readonly ChainStep[];
  /** Keys that a mapping holds twice. */
  readonly duplicates: readonly Finding[];
  /** Whether another workflow runs this one as a step: only then are its inputs filled in as `%{name}`. */
  readonly isNested: boolean;
  /** Whether a step with a loop runs this workflow, directly or through others. */
  readonly isInLoop: boolean;
}

/** How a chain comes to be read. */
export type ChainPlace = Pick<Chain, 'isNested' | 'isInLoop'>;

const mainChain: ChainPlace = { isNested: false, isInLoop: false };

/** Where the files of a chain are. */
export interface Sandbox {
  /** Absolute folder that pchain is called in. */
  readonly sandbox: string;
  /** The text of a file in it; `undefined` when there is none. */
  readonly open: (name: string) => Promise<string | undefined>;
}

export interface ChainStep {
  readonly name: string;
  /** As written; empty when missing. */
  readonly run: string;
  /** `undefined` for a workflow of its own, or a mistake. */
  readonly kind: StepKind | undefined;
  readonly path: NodePath;
  readonly fields: Readonly<Record<string, Json>>;
  readonly inputs: ReadonlyMap<string, StepInput>;
  /** Names of its outputs, without those that are no name; a step without any has `outDS`. */
  readonly outputs: readonly string[];
}

export interface StepInput {
  readonly path: NodePath;
  /** Names of workflow inputs or `step/output`; empty when a value is given. */
  readonly sources: readonly string[];
  /** Whether the sources are written as a list. */
  readonly isList: boolean;
  readonly value: Json | undefined;
  /** Of `value`. */
  readonly valuePath: NodePath;
}

/**
 * Reads a chain; what is missing in it is for the checks to tell.
 *
 * @param file path as the user knows it
 * @throws ReanaCiError `specification` when `text` is not YAML
 */
export function readChain(file: string, text: string, place: ChainPlace = mainChain): Chain {
  const source = readYaml(file, text);
  const data = toJson(source);
  const root = isJsonObject(data) ? data : {};
  return {
    source,
    data: root,
    version: typeof root.cwlVersion === 'string' ? root.cwlVersion : '',
    inputs: new Set(entriesOf(root.inputs, ['inputs']).map(({ name }) => name)),
    steps: entriesOf(root.steps, ['steps']).map(({ name, value, path }) =>
      readStep(name, value, path),
    ),
    duplicates: convertToJson(source).findings,
    ...place,
  };
}

/** Whether a step is repeated until a junction ends it. */
export function isLoop({ fields: { hints } }: ChainStep): boolean {
  if (!Array.isArray(hints)) return isJsonObject(hints) && hints.loop !== undefined;
  return hints.some((hint: Json) => hint === 'loop');
}

/** The text of a step's input, when it is a text. */
export function textOf(step: ChainStep, key: string): string | undefined {
  const value = step.inputs.get(key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** A finding on the input `key` of a step, or on the step when it has none. */
export function findingOn(
  chain: Chain,
  step: ChainStep,
  key: string,
  finding: Omit<Finding, 'file' | 'line' | 'column'>,
): Finding {
  const input = step.inputs.get(key);
  const position =
    input === undefined
      ? chain.source.keyPosition(step.path)
      : chain.source.position(input.value === undefined ? input.path : input.valuePath);
  return { ...finding, message: `${step.name}: ${finding.message}`, ...position };
}

function readStep(name: string, value: Json, path: NodePath): ChainStep {
  const fields = isJsonObject(value) ? value : {};
  const run = typeof fields.run === 'string' ? fields.run : '';
  const inputs = entriesOf(fields.in, [...path, 'in']).map(
    (entry) => [entry.name, readStepInput(entry.value, entry.path)] as const,
  );
  return {
    name,
    run,
    kind: stepKindOf(run),
    path,
    fields,
    inputs: new Map(inputs),
    outputs: outputsOf(fields.out),
  };
}

function outputsOf(out: Json | undefined): string[] {
  if (!Array.isArray(out) || out.length === 0) return ['outDS'];
  return out.filter((name) => typeof name === 'string');
}

function readStepInput(value: Json, path: NodePath): StepInput {
  const whole = { path, value: undefined, valuePath: path };
  if (!isJsonObject(value)) return { ...whole, ...readSources(value) };
  return {
    ...whole,
    ...readSources(value.source),
    value: value.default,
    valuePath: [...path, 'default'],
  };
}

function readSources(value: Json | undefined): Pick<StepInput, 'sources' | 'isList'> {
  const isList = Array.isArray(value);
  const all: readonly unknown[] = isList ? value : [value];
  return { sources: all.filter((source) => typeof source === 'string'), isList };
}

/** A member of what CWL writes as a mapping by name, or as a list of mappings with an `id`. */
export interface Entry {
  readonly name: string;
  readonly value: Json;
  readonly path: NodePath;
}

/** Members with a name; a list may hold others, which are mistakes. */
export function entriesOf(value: Json | undefined, path: NodePath): Entry[] {
  if (isJsonObject(value)) {
    return Object.entries(value).map(([name, item]) => ({
      name,
      value: item,
      path: [...path, name],
    }));
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: Json, index) => {
    const name = isJsonObject(item) && typeof item.id === 'string' ? item.id : undefined;
    return name === undefined ? [] : [{ name, value: item, path: [...path, index] }];
  });
}
