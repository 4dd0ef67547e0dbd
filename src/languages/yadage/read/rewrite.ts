/** The short forms that yadage's loader spells out: lists of dependencies, mappings of parameters. */
import { PythonError } from '../../python/error.ts';
import { pythonRepr, pythonType } from '../../python/value.ts';
import { nodeToJson, slot, type Slot, type SpecNode } from './spec-node.ts';

/** `dependencies: [a, b]` becomes the predicate it stands for. */
export function rewriteStage(stage: SpecNode): void {
  const place = stage.kind === 'dict' ? stage.entries.get('dependencies') : undefined;
  if (stage.kind !== 'dict' || place === undefined) return;
  if (place.viaRef || place.node.kind !== 'list') return;
  const { source, path } = place.node;
  const entries = new Map([
    ['dependency_type', slot({ kind: 'scalar', value: 'jsonpath_ready', source, path })],
    ['expressions', place],
  ]);
  stage.entries.set('dependencies', slot({ kind: 'dict', entries, source, path }));
}

/**
 * `parameters` given as a mapping becomes the list of keys and values it stands for, and a value with `step`,
 * `steps` or `stages` a selection of outputs.
 *
 * @throws PythonError where the real loader reads a key that is not there
 */
export function rewriteScheduler(scheduler: SpecNode): void {
  const type = entryOf(scheduler, 'scheduler_type');
  const kind = type.node.kind === 'scalar' ? type.node.value : undefined;
  if (kind !== 'singlestep-stage' && kind !== 'multistep-stage') return;
  const parameters = entryOf(scheduler, 'parameters');
  if (scheduler.kind !== 'dict' || parameters.viaRef || parameters.node.kind !== 'dict') return;
  const { source, path, entries } = parameters.node;
  const items = Array.from(entries, ([key, value]) => parameter(key, value));
  scheduler.entries.set('parameters', slot({ kind: 'list', items, source, path }));
}

function entryOf(node: SpecNode, key: string): Slot {
  if (node.kind === 'dict') {
    const entry = node.entries.get(key);
    if (entry === undefined) throw new PythonError('KeyError', pythonRepr(key));
    return entry;
  }
  const type = pythonType(nodeToJson(node));
  const texts: Readonly<Record<string, string>> = {
    list: 'list indices must be integers or slices, not str',
    str: "string indices must be integers, not 'str'",
  };
  throw new PythonError('TypeError', texts[type] ?? `'${type}' object is not subscriptable`);
}

const selectorKeys = ['steps', 'stages', 'step'];

function parameter(key: string, value: Slot): Slot {
  const { node } = value;
  const { source, path } = node;
  if (
    !value.viaRef &&
    node.kind === 'dict' &&
    selectorKeys.some((name) => node.entries.has(name))
  ) {
    const expression = { kind: 'scalar', value: 'stage-output-selector', source, path } as const;
    node.entries.set('expression_type', slot(expression));
  }
  const entries = new Map([
    ['key', slot({ kind: 'scalar', value: key, source, path })],
    ['value', value],
  ]);
  return slot({ kind: 'dict', entries, source, path });
}
