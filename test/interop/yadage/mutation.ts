/** Small slips in a workflow, the same for the same seed. */
import { isJsonObject, type Json, type JsonObject } from '../../../src/base/json.ts';

/** Numbers from 0 to 1, always the same. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

type Place = readonly (string | number)[];

/** A copy of `data` with one slip: something left out, misspelt, exchanged, or of another kind. */
export function mutate(data: Json, random: () => number): Json {
  const places = placesIn(data).slice(1);
  const place = pick(places, random);
  if (place === undefined) return data;
  const value = valueAt(data, place);
  const texts = places
    .map((other) => valueAt(data, other))
    .filter((other) => typeof other === 'string');
  switch (Math.floor(random() * 6)) {
    case 0:
      return change(data, place, () => undefined);
    case 1: {
      if (typeof value !== 'string') return data;
      const at = Math.floor(random() * value.length);
      return change(data, place, () => value.slice(0, at) + value.slice(at + 1));
    }
    case 2: {
      const more = pick(['{x}', '}', '{{y}}', 'x', '[0]', '{workdir}'], random) ?? '';
      return typeof value === 'string' ? change(data, place, () => value + more) : data;
    }
    case 3:
      return change(data, place, () => pick(texts, random) ?? 'a');
    case 4:
      return change(
        data,
        place,
        () => pick<Json>([1, '', [], {}, ['a'], 'init', 'n'], random) ?? 1,
      );
    default:
      return rename(data, place, pick(['x', 'o', 'n', 'init', 'parameter'], random) ?? 'x');
  }
}

function placesIn(value: Json, at: Place = []): Place[] {
  const below = Array.isArray(value)
    ? (value as readonly Json[]).flatMap((item, index) => placesIn(item, [...at, index]))
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([key, item]) => placesIn(item, [...at, key]))
      : [];
  return [at, ...below];
}

function valueAt(data: Json, place: Place): Json {
  let value = data;
  for (const step of place)
    value = (value as Readonly<Record<string | number, Json>>)[step] ?? null;
  return value;
}

/** A copy in which the part at `place` is what `make` makes of it; nothing takes it out. */
function change(data: Json, [step, ...rest]: Place, make: () => Json | undefined): Json {
  if (Array.isArray(data)) {
    return (data as readonly Json[]).flatMap((item, index) => {
      if (index !== step) return [item];
      const changed = rest.length === 0 ? make() : change(item, rest, make);
      return changed === undefined ? [] : [changed];
    });
  }
  const entries = Object.entries(data as JsonObject).flatMap(([key, item]): [string, Json][] => {
    if (key !== step) return [[key, item]];
    const changed = rest.length === 0 ? make() : change(item, rest, make);
    return changed === undefined ? [] : [[key, changed]];
  });
  return Object.fromEntries(entries);
}

function rename(data: Json, place: Place, name: string): Json {
  const owner = valueAt(data, place.slice(0, -1));
  if (!isJsonObject(owner) || place.length === 1) return data;
  const entries = Object.entries(owner).map(([key, item]) => [
    key === place.at(-1) ? name : key,
    item,
  ]);
  return change(data, place.slice(0, -1), () => Object.fromEntries(entries) as Json);
}

function pick<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}
