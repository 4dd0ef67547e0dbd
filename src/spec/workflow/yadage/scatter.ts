/** How many steps a multistep stage becomes, and with which parameters, as far as that is known before. */
import { ExactNumber, type Json } from '../../../base/json.ts';
import type { Scheduler } from '../../yadage/workflow.ts';
import { inBatches, inParts } from '../../yadage/semantics/batches.ts';
import { originsOf, unknown, type Value } from './value.ts';

export type Parameters = ReadonlyMap<string, Value>;

export interface Scattered {
  /** `undefined` when only the run can tell. */
  readonly count: number | undefined;
  /** One for each step; a single one that stands for all when there are too many or nobody knows how many. */
  readonly sets: readonly Parameters[];
}

/** @param most how many sets to tell apart */
export function scatterParameters(
  parameters: Parameters,
  scheduler: Scheduler,
  most: number,
): Scattered {
  const names = scheduler.scatter?.parameters ?? [];
  const method = scheduler.scatter?.method;
  if (method !== 'zip' && method !== 'cartesian') return { count: 0, sets: [] };
  const lists = names.map((name) => group(parameters.get(name), scheduler));
  const known = lists.filter((list) => list !== undefined);
  if (known.length < lists.length || names.length === 0) {
    return { count: undefined, sets: [representative(parameters, names)] };
  }
  const lengths = known.map((list) => list.length);
  const count =
    method === 'zip'
      ? Math.min(...lengths)
      : lengths.reduce((product, length) => product * length, 1);
  if (count > most) return { count, sets: [representative(parameters, names)] };
  const sets = Array.from({ length: count }, (_, index) => {
    const positions = method === 'zip' ? lengths.map(() => index) : digits(index, lengths);
    const chosen = names.map((name, at) => [name, known[at]?.[positions[at] ?? 0]] as const);
    return new Map([...parameters, ...chosen.filter(isGiven)]);
  });
  return { count, sets };
}

/** The values that are gone through: single ones, batches of a size, or a number of parts. */
function group(value: Value | undefined, scheduler: Scheduler): readonly Value[] | undefined {
  const items =
    value?.kind === 'list'
      ? value.items
      : value?.kind === 'single' && value.text !== undefined
        ? Array.from(value.text, (text): Value => ({ ...value, text }))
        : undefined;
  if (items === undefined) return undefined;
  const size = countOf(scheduler.batchsize);
  const parts = countOf(scheduler.partitionsize);
  if (size === 0 && parts === 0) return items;
  const origins = value?.origins ?? [];
  const groups = size > 0 ? inBatches(items, size) : inParts(items, parts);
  return groups.map((group) => ({ kind: 'list', origins, items: group }));
}

function countOf(size: Json | undefined): number {
  const count = typeof size === 'number' || size instanceof ExactNumber ? Number(size) : 0;
  return Number.isInteger(count) && count > 0 ? count : 0;
}

/** The choices of the `index`-th combination, the last list changing fastest. */
function digits(index: number, lengths: readonly number[]): number[] {
  let rest = index;
  return lengths.reduceRight<number[]>((chosen, length) => {
    const digit = rest % length;
    rest = Math.floor(rest / length);
    return [digit, ...chosen];
  }, []);
}

function representative(parameters: Parameters, names: readonly string[]): Parameters {
  const result = new Map(parameters);
  for (const name of names) {
    const value = parameters.get(name);
    if (value !== undefined) result.set(name, unknown(originsOf(value)));
  }
  return result;
}

function isGiven<T>(entry: readonly [string, T | undefined]): entry is [string, T] {
  return entry[1] !== undefined;
}
