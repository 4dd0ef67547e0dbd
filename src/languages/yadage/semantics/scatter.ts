/** From one set of parameters with lists to many sets with single values. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonRepr, pythonType } from '../../python/value.ts';
import type { Scheduler } from '../read/workflow.ts';
import { inBatches, inParts } from './batches.ts';
import { isDict, isList, typeName, type Value } from './value.ts';

export type Parameters = Readonly<Record<string, Value>>;

/**
 * The parameters of each step of a multistep stage. An unknown method gives none, without an error.
 *
 * @throws PythonError KeyError for a parameter that is not there, TypeError for one that is no list
 */
export function scatter(parameters: Parameters, scheduler: Scheduler): Parameters[] {
  const { names, method, lists, common } = separate(parameters, scheduler);
  const choices = method === 'zip' ? zip(lists) : product(lists);
  return choices.map((choice) => ({
    ...common,
    ...Object.fromEntries(names.map((name, index) => [name, choice[index] ?? null])),
  }));
}

/** How many {@link scatter} would make: that can be more than fit into memory. */
export function scatterSize(parameters: Parameters, scheduler: Scheduler): number {
  const { method, lists } = separate(parameters, scheduler);
  const lengths = lists.map((list) => list.length);
  return method === 'zip'
    ? Math.min(...lengths)
    : lengths.reduce((product, length) => product * length, 1);
}

interface Scattering {
  readonly names: readonly string[];
  readonly method: 'zip' | 'cartesian';
  /** What each of the names goes through. */
  readonly lists: readonly (readonly Value[])[];
  /** The other parameters, the same for each step. */
  readonly common: Parameters;
}

const none: Scattering = { names: [], method: 'zip', lists: [[]], common: {} };

function separate(parameters: Parameters, scheduler: Scheduler): Scattering {
  const { scatter: recipe, batchsize, partitionsize } = scheduler;
  if (recipe === undefined) throw new PythonError('KeyError', "'scatter'");
  const names = recipe.parameters ?? missing('parameters');
  const common = { ...parameters };
  const lists: Record<string, () => readonly Value[]> = {};
  for (const name of names) {
    const value = Object.hasOwn(common, name) ? common[name] : undefined;
    if (value === undefined) missing(name);
    else lists[name] = group(value, batchsize, partitionsize);
    Reflect.deleteProperty(common, name);
  }
  const method = recipe.method ?? missing('method');
  if (method !== 'zip' && method !== 'cartesian') return none;
  if (method === 'zip' && names.length === 0) {
    throw new PythonError('ValueError', 'not enough values to unpack (expected 2, got 0)');
  }
  return { names, method, lists: names.map((name) => lists[name]?.() ?? []), common };
}

function zip(lists: readonly (readonly Value[])[]): Value[][] {
  const length = Math.min(...lists.map((list) => list.length));
  return Array.from({ length }, (_, index) => lists.map((list) => list[index] ?? null));
}

function product(lists: readonly (readonly Value[])[]): Value[][] {
  return lists.reduce<Value[][]>(
    (choices, list) => choices.flatMap((choice) => list.map((item) => [...choice, item])),
    [[]],
  );
}

/** The values to go through: single ones, batches of a size, or a number of parts. */
function group(
  value: Value,
  batchSize: Json | undefined,
  parts: Json | undefined,
): () => readonly Value[] {
  const size = countOf(batchSize);
  const count = countOf(parts);
  if (size === 0 && count === 0) return () => iterate(value);
  const all = iterate(value);
  const groups = size === 0 ? inParts(all, count) : inBatches(all, size);
  return () => groups;
}

function countOf(size: Json | undefined): number {
  if (size === undefined || size === null) return 0;
  if (pythonType(size) === 'float' && Number(size) !== 0) {
    throw new PythonError('TypeError', "'float' object cannot be interpreted as an integer");
  }
  return Number(size);
}

/** What a Python `for` goes through: the characters of a string, the keys of a dict. */
function iterate(value: Value): readonly Value[] {
  if (isList(value)) return value;
  if (typeof value === 'string') return Array.from(value);
  if (isDict(value)) return Object.keys(value);
  throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`);
}

function missing(key: string): never {
  throw new PythonError('KeyError', pythonRepr(key));
}
