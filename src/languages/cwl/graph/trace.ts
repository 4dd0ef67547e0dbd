/** The origins of the inputs of CWL steps, through sub-workflows, and the lengths of their lists. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import { stageId } from '../../workflow/workflow.ts';
import { entriesOf, lastName, namesOf } from '../entry.ts';
import type { CwlNode, CwlStep } from './process.ts';

/** One copy of a workflow. */
export interface CwlScope {
  readonly id: string;
  readonly process: CwlNode;
  /** What is handed in, by the name of the input. */
  readonly input: (name: string) => Traced;
}

export interface Traced {
  readonly origins: readonly { readonly stage: string; readonly output: string }[];
  /** Of a list whose length is known. */
  readonly length?: number | undefined;
}

export interface Tracer {
  /** What an input of a step is given. */
  stepInput(scope: CwlScope, step: CwlStep, name: string): Traced;
  /** Names of the inputs of a step. */
  inputNames(step: CwlStep): string[];
  /** How often a step runs for one run of its workflow; `undefined` when only the run can tell. */
  count(scope: CwlScope, step: CwlStep): number | undefined;
  /** The copy of a workflow that a step runs. */
  inner(scope: CwlScope, step: CwlStep, process: CwlNode): CwlScope;
}

export function createTracer(): Tracer {
  // A workflow that waits for itself must not make us run in circles.
  const open = new Set<string>();

  function source(scope: CwlScope, reference: string): Traced {
    const key = JSON.stringify([scope.id, reference]);
    if (open.has(key)) return { origins: [] };
    open.add(key);
    try {
      return sourceOf(scope, localPath(scope.process, reference));
    } finally {
      open.delete(key);
    }
  }

  function sourceOf(scope: CwlScope, [first, output]: [string, string | undefined]): Traced {
    if (output === undefined) return scope.input(first);
    const step = scope.process.steps.find(({ name }) => name === first);
    if (step === undefined) return { origins: [] };
    const length = isScattered(step) ? tracer.count(scope, step) : undefined;
    const id = stageId(scope.id, step.name);
    if (step.process?.data.class !== 'Workflow')
      return { origins: [{ stage: id, output }], length };
    const declared = step.process.data.outputs;
    const found = itemNamed(declared, output);
    const inner = tracer.inner(scope, step, step.process);
    const references = isJsonObject(found) ? textsOf(found.outputSource) : [];
    return { origins: references.flatMap((each) => source(inner, each).origins), length };
  }

  const tracer: Tracer = {
    inputNames: ({ data }) => portNames(data.in),
    stepInput(scope, step, name) {
      const given = itemNamed(step.data.in, name);
      const references = textsOf(isJsonObject(given) ? given.source : given);
      const traced = references.map((reference) => source(scope, reference));
      const [only] = traced;
      if (traced.length === 1 && only !== undefined) return only;
      const standard = isJsonObject(given) ? given.default : undefined;
      const isFlat = isJsonObject(given) && given.linkMerge === 'merge_flattened';
      const length =
        traced.length > 1 ? (isFlat ? undefined : traced.length) : lengthOf(standard ?? null);
      return { origins: traced.flatMap(({ origins }) => origins), length };
    },
    count(scope, step) {
      if (step.data.when !== undefined) return undefined;
      if (!isScattered(step)) return 1;
      const lengths = textsOf(step.data.scatter).map(
        (name) => tracer.stepInput(scope, step, lastName(name)).length,
      );
      if (lengths.some((length) => length === undefined)) return undefined;
      const known = lengths.filter((length) => length !== undefined);
      const isProduct = textsOf(step.data.scatterMethod).some((name) =>
        name.endsWith('crossproduct'),
      );
      return isProduct
        ? known.reduce((product, length) => product * length, 1)
        : Math.min(...known);
    },
    inner: (scope, step, process) => ({
      id: stageId(scope.id, step.name),
      process,
      input(name) {
        const given = tracer.stepInput(scope, step, name);
        const single = textsOf(step.data.scatter).some((scattered) => lastName(scattered) === name);
        return single ? { origins: given.origins } : given;
      },
    }),
  };
  return tracer;
}

/** The length of a list. */
export function lengthOf(value: Json): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

export function isScattered({ data }: CwlStep): boolean {
  return textsOf(data.scatter).length > 0;
}

/** `[step, output]` or `[input]`, of `step/output`, `#main/step/output`, `input` and the like. */
function localPath({ data }: CwlNode, reference: string): [string, string | undefined] {
  const own = typeof data.id === 'string' ? `${afterHash(data.id)}/` : '';
  const plain = afterHash(reference);
  const isOwn = reference.includes('#') && own !== '' && plain.startsWith(own);
  const local = isOwn ? plain.slice(own.length) : plain;
  const slash = local.indexOf('/');
  return slash === -1 ? [local, undefined] : [local.slice(0, slash), local.slice(slash + 1)];
}

/** The names of inputs or outputs, written as a mapping or as a list. */
export function portNames(value: Json | undefined): string[] {
  return Array.isArray(value) ? namesOf(value) : entriesOf(value).map(({ id }) => id);
}

function itemNamed(value: Json | undefined, name: string): Json | undefined {
  return entriesOf(value).find(({ id }) => lastName(id) === name)?.value;
}

function afterHash(id: string): string {
  return id.replace(/^.*#/s, '');
}

function textsOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).filter((item) => typeof item === 'string');
}
