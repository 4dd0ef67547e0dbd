/** Specifications that each try one value at one place that a JSON schema speaks of. */
import { isJsonObject, type Json, type JsonObject } from '../../../src/base/json.ts';

export interface SchemaCase {
  /** Where in the specification: `workflow.resources.kerberos`. */
  readonly place: string;
  readonly specification: Json;
}

type Place = readonly (string | number)[];

/** Every place of the schemas with values of all types, and with those at the edges of its own rules. */
export function schemaCases(schemas: readonly JsonObject[], base: JsonObject): SchemaCase[] {
  const tried = new Map<string, SchemaCase>();
  for (const schema of schemas) {
    visit(schema, []);
    // What holds for serial workflows only.
    visit(isJsonObject(schema.then) ? schema.then : {}, []);
  }
  return [...tried.values()];

  function attempt(place: Place, values: readonly Json[]): void {
    for (const value of values) {
      const specification = withValue(base, place, value);
      tried.set(JSON.stringify([place, value]), { place: place.join('.'), specification });
    }
  }

  function visit(schema: JsonObject, place: Place): void {
    if (place.length > 0) attempt(place, [...ofAllTypes, ...atTheEdges(schema)]);
    const { items, properties, additionalProperties } = schema;
    if (isJsonObject(items)) {
      if (items.type === 'object') visit(items, [...place, 0]);
      else
        attempt(
          place,
          [...ofAllTypes, ...atTheEdges(items)].map((value) => [value]),
        );
    }
    if (isJsonObject(additionalProperties)) visit(additionalProperties, [...place, 'some']);
    if (!isJsonObject(properties)) return;
    attempt([...place, 'no_such_key'], ['text']);
    for (const [key, inner] of Object.entries(properties)) {
      visit(isJsonObject(inner) ? inner : {}, [...place, key]);
    }
  }
}

const ofAllTypes: readonly Json[] = [
  ...['text', 3, 1.5, -1, true, null],
  ...[[], ['text'], [1], {}, { a: 1 }],
];

/** Some of them are taken, others are not. */
function atTheEdges(schema: JsonObject): Json[] {
  const { enum: choices, pattern, maxItems, maxLength, uniqueItems } = schema;
  return [
    ...(Array.isArray(choices) ? (choices as readonly Json[]) : []),
    ...(pattern === undefined ? [] : ['', '!', '-a', 'a b', '2GB', '2Gi', 'cern.ch', 'a/b:1']),
    ...(typeof maxItems === 'number' ? [names(maxItems), names(maxItems + 1)] : []),
    ...(typeof maxLength === 'number' ? ['a'.repeat(maxLength), 'a'.repeat(maxLength + 1)] : []),
    ...(uniqueItems === true ? [['a', 'a']] : []),
  ];
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `file-${index}`);
}

function withValue(holder: Json, [key, ...rest]: Place, value: Json): Json {
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list = Array.isArray(holder) ? (holder as readonly Json[]) : [];
    return list.toSpliced(key, 1, withValue(list[key] ?? {}, rest, value));
  }
  const mapping = isJsonObject(holder) ? holder : {};
  return { ...mapping, [key]: withValue(mapping[key] ?? {}, rest, value) };
}
