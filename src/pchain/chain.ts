/** A production chain as pchain takes it: a CWL workflow whose steps are Grid tasks. */
import type { Finding } from '../base/error.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import type { NodePath, SourceDocument } from '../document/source-document.ts';
import { readYaml, toJson } from '../document/yaml.ts';
import { type StepKind, stepKindOf } from './step-kind.ts';

export interface Chain {
  readonly source: SourceDocument;
  /** The workflow as a whole. */
  readonly data: Json;
  /** Names of the workflow's own inputs. */
  readonly inputs: ReadonlySet<string>;
  readonly steps: readonly ChainStep[];
  /** Whether another workflow runs this one as a step: only then are its inputs filled in as `%{name}`. */
  readonly isNested: boolean;
}

export interface ChainStep {
  readonly name: string;
  /** As written; empty when missing. */
  readonly run: string;
  /** `undefined` for a workflow of its own, or a mistake. */
  readonly kind: StepKind | undefined;
  readonly path: NodePath;
  readonly fields: readonly string[];
  readonly inputs: ReadonlyMap<string, StepInput>;
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
export function readChain(file: string, text: string, isNested = false): Chain {
  const source = readYaml(file, text);
  const data = toJson(source);
  const root = isJsonObject(data) ? data : {};
  return {
    source,
    data,
    inputs: new Set(entriesOf(root.inputs, ['inputs']).map(({ name }) => name)),
    steps: entriesOf(root.steps, ['steps']).map(({ name, value, path }) =>
      readStep(name, value, path),
    ),
    isNested,
  };
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
    fields: Object.keys(fields),
    inputs: new Map(inputs),
  };
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

interface Entry {
  readonly name: string;
  readonly value: Json;
  readonly path: NodePath;
}

/** CWL writes such things as a mapping by name, or as a list of mappings with an `id`. */
function entriesOf(value: Json | undefined, path: NodePath): Entry[] {
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
