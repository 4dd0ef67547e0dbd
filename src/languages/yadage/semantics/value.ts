/** Values inside a running workflow: JSON, and references to outputs that other steps will have. */
import { ExactNumber, isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonType } from '../../python/value.ts';

/** Keys and indices that lead into a step's result. */
export type Pointer = readonly (string | number)[];

/** A value that stands in the result of another step: using it makes an edge of the graph. */
export class OutputReference {
  readonly nodeId: string;
  readonly pointer: Pointer;

  constructor(nodeId: string, pointer: Pointer) {
    this.nodeId = nodeId;
    this.pointer = pointer;
  }
}

/** What a step will publish, or be given, and only the run can tell: looking ahead meets it, the engine never does. */
export class Unforeseen {
  /** The outputs that it is made of. */
  readonly origins: readonly OutputReference[];

  constructor(origins: readonly OutputReference[]) {
    this.origins = origins;
  }
}

/**
 * Lists and dicts hold values again, which {@link isList} and {@link isDict} tell; spelled out here, the type
 * would be endless.
 */
export type Value =
  Json | OutputReference | Unforeseen | readonly unknown[] | Readonly<Record<string, unknown>>;
export type ValueList = readonly Value[];
export type ValueDict = Readonly<Record<string, Value>>;

export function isDict(value: Value): value is ValueDict {
  return isJsonObject(value) && !isReference(value);
}

function isReference(value: Value): value is OutputReference | Unforeseen {
  return value instanceof OutputReference || value instanceof Unforeseen;
}

export function isList(value: Value): value is ValueList {
  return Array.isArray(value);
}

/** The Python class of a value, as error messages name it. */
export function typeName(value: Value): string {
  if (isReference(value)) return 'outputReference';
  if (isList(value)) return 'list';
  return isDict(value) ? 'dict' : pythonType(value as Json);
}

/** What Python says when packtivity asks `value` for its length, and it has none. */
export function withoutLength(value: Value): PythonError {
  return new PythonError(
    'AttributeError',
    `'${typeName(value)}' object has no attribute '__len__'`,
  );
}

/** Whether jq's `paths(scalars)` finds `value`: every leaf but null and false. */
function isJqLeaf(value: Value): boolean {
  return value !== null && value !== false && !isList(value) && !isDict(value);
}

/** A copy in which each leaf, in order, is what `change` makes of it. */
export function mapLeaves(value: Value, change: (leaf: Value, at: Pointer) => Value): Value {
  return mapAt(value, [], change, () => true);
}

/** Like {@link mapLeaves} for the leaves that packtivity sees: it overlooks null and false. */
export function mapJqLeaves(value: Value, change: (leaf: Value, at: Pointer) => Value): Value {
  return mapAt(value, [], change, isJqLeaf);
}

function mapAt(
  value: Value,
  at: Pointer,
  change: (leaf: Value, at: Pointer) => Value,
  wanted: (leaf: Value) => boolean,
): Value {
  if (isList(value)) return value.map((item, index) => mapAt(item, [...at, index], change, wanted));
  if (isDict(value)) {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, mapAt(item, [...at, key], change, wanted)]),
    );
  }
  return wanted(value) ? change(value, at) : value;
}

/** A copy with the keys of all objects in order, as packtivity keeps its data. */
export function sortKeys(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  // Every reference into a result asks for the whole of it, and a result can be large.
  const known = sorted.get(value) ?? sortedCopy(value);
  sorted.set(value, known);
  return known;
}

const sorted = new WeakMap<object, Json>();

function sortedCopy(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortedCopy);
  if (!isJsonObject(value) || isReference(value)) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedCopy(item)]));
}

/** Replaces each leaf of a step's result by a reference to it. */
export function toReferences(result: Json, nodeId: string): Value {
  return mapJqLeaves(sortKeys(result), (leaf, at) => {
    const reference = new OutputReference(nodeId, at);
    return leaf instanceof Unforeseen ? new Unforeseen([reference]) : reference;
  });
}

/** What `pointer` leads to in `data`. */
export function readPointer(data: Json, pointer: Pointer): Json {
  let value: Json | undefined = data;
  for (const step of pointer) {
    value = Array.isArray(value)
      ? (value as readonly Json[])[Number(step)]
      : (value as JsonObject | undefined)?.[String(step)];
  }
  if (value === undefined) {
    throw new PythonError('JsonPointerException', `member '${String(pointer.at(-1))}' not found`);
  }
  return value;
}

/** Whether two results are equal in Python: `1 == 1.0`, and the order of keys does not count. */
export function isEqual(left: Json, right: Json): boolean {
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => {
        const other = right[key];
        return other !== undefined && isEqual(left[key] ?? null, other);
      })
    );
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    const others = right as readonly Json[];
    return (
      left.length === others.length &&
      (left as readonly Json[]).every((item, index) => isEqual(item, others[index] ?? null))
    );
  }
  return comparable(left) === comparable(right);
}

function comparable(value: Json): unknown {
  if (value instanceof ExactNumber) return Number(value);
  return typeof value === 'boolean' ? Number(value) : value;
}
