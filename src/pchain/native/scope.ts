/** A description in PanDA's own language, as the chain that the checks know. */
import { isJsonObject, type Json } from '../../base/json.ts';
import type { NodePath, SourceDocument } from '../../document/source-document.ts';
import { convertToJson } from '../../document/yaml-json.ts';
import type { Chain, ChainStep, StepInput } from '../chain.ts';
import { stepKindOf, stepKinds } from '../step-kind.ts';

/** The keys of a step, and what they are called in CWL. */
export const keys: Readonly<Record<string, string>> = {
  inDS: 'opt_inDS',
  args: 'opt_args',
  exec: 'opt_exec',
  containerImage: 'opt_containerImage',
  useAthenaPackages: 'opt_useAthenaPackages',
  secondaryDSs: 'opt_secondaryDSs',
  secondaryDsTypes: 'opt_secondaryDsTypes',
};
const sourceKeys = ['inDS', 'secondaryDSs'];
export const workflowKeys = [
  'inputs',
  'outputs',
  'steps',
  'workflow_ref',
  'scatter_inputs',
  'scatter_mode',
];
export const kindNames = Object.keys(stepKinds);

/** One workflow within a description: the whole, a block, or a step with steps of its own. */
export interface Scope {
  readonly data: Readonly<Record<string, Json>>;
  readonly path: NodePath;
  /** What its inputs are is known at run time only. */
  readonly isScattered: boolean;
}

export interface InnerWorkflow {
  readonly name: string;
  readonly value: Readonly<Record<string, Json>>;
  readonly path: NodePath;
}

export function readScope(
  source: SourceDocument,
  { data, path }: Scope,
): { readonly chain: Chain; readonly inner: readonly InnerWorkflow[] } {
  const inputs = isJsonObject(data.inputs) ? Object.entries(data.inputs) : [];
  const all = Object.entries(isJsonObject(data.steps) ? data.steps : {}).map(([name, value]) => ({
    name,
    value: isJsonObject(value) ? value : {},
    path: [...path, 'steps', name],
  }));
  const names = new Set(all.map(({ name }) => name));
  const chain: Chain = {
    source,
    data,
    version: '',
    inputs: new Set(inputs.flatMap(([name, value]) => (value === null ? [] : [name]))),
    steps: all.map(({ name, value, path: place }) => readStep(name, value, place, names)),
    duplicates: path.length === 0 ? convertToJson(source).findings : [],
    isNested: false,
    isInLoop: false,
  };
  const inner: InnerWorkflow[] = all.filter(({ value }) => value.type === 'workflow');
  return { chain, inner };
}

function readStep(
  name: string,
  fields: Readonly<Record<string, Json>>,
  path: NodePath,
  names: ReadonlySet<string>,
): ChainStep {
  const type = fields.type ?? 'prun';
  const run = typeof type === 'string' ? type : '';
  const inputs = new Map<string, StepInput>();
  for (const [key, cwlKey] of Object.entries(keys)) {
    const value = fields[key];
    if (value === undefined) continue;
    const place = [...path, key];
    const bare = { path: place, valuePath: place, sources: [], isList: false, value: undefined };
    inputs.set(
      cwlKey,
      sourceKeys.includes(key)
        ? { ...bare, isList: Array.isArray(value), sources: sourcesOf(value, names) }
        : { ...bare, value: value ?? undefined },
    );
  }
  const kind = kindNames.includes(run) ? stepKindOf(run) : undefined;
  // Conditions, loops and scatter of CWL are unknown to this language.
  return { name, run, kind, path, fields: {}, inputs, outputs: ['outDS'] };
}

/** `{name}` is an input of the workflow; of a step, any output stands for all of it. */
function sourcesOf(value: Json, names: ReadonlySet<string>): string[] {
  if (Array.isArray(value)) {
    return value.map((item: Json) =>
      stepSource(typeof item === 'string' ? item : JSON.stringify(item), names),
    );
  }
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  if (text === '') return [];
  const input = /^\{([^]*)\}$/.exec(text)?.[1];
  return [input ?? stepSource(text, names)];
}

function stepSource(text: string, names: ReadonlySet<string>): string {
  const [step = '', output] = text.split('/');
  return output !== undefined && names.has(step) ? `${step}/outDS` : text;
}
