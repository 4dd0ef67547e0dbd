/** Finding what a path expression means in a tree of values, as jsonpath_rw finds it. */
import { ExactNumber, type Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonType } from '../../python/value.ts';
import { parseJsonPath, type JsonPath } from './jsonpath-parser.ts';

/** A value in its place: the way up matters to `$` and `` `parent` ``. */
interface Datum {
  readonly value: unknown;
  readonly parent?: Datum;
}

/**
 * All values that `expression` matches in `data`. Objects and arrays are searched; instances of classes are
 * leaves.
 *
 * @throws PythonError with the class and text that jsonpath_rw raises
 */
export function findByPath(expression: string, data: unknown): unknown[] {
  return find(parseJsonPath(expression), { value: data }).map((datum) => datum.value);
}

function find(path: JsonPath, datum: Datum): Datum[] {
  switch (path.kind) {
    case 'root':
      return [rootOf(datum)];
    case 'this':
      return [datum];
    case 'parent':
      return [datum.parent ?? withoutParent()];
    case 'fields':
      return findFields(path.names, datum);
    case 'index':
      return findIndex(path.index, datum);
    case 'slice':
      return findSlice(path.start, path.end, datum);
    case 'child':
      return find(path.left, datum).flatMap((match) => find(path.right, match));
    case 'descendants':
      return find(path.left, datum).flatMap((match) => findDescendants(path.right, match));
    case 'union':
      return [...find(path.left, datum), ...find(path.right, datum)];
    case 'where':
      return find(path.left, datum).filter((match) => find(path.right, match).length > 0);
    case 'intersect':
      throw new PythonError('NotImplementedError', '');
  }
}

function rootOf(datum: Datum): Datum {
  return datum.parent === undefined ? datum : rootOf(datum.parent);
}

function withoutParent(): never {
  throw new PythonError('AttributeError', "'NoneType' object has no attribute 'value'");
}

function findFields(names: readonly string[], datum: Datum): Datum[] {
  const { value } = datum;
  if (!isDict(value)) return [];
  const wanted = names.includes('*') ? Object.keys(value) : names;
  return wanted
    .filter((name) => Object.hasOwn(value, name))
    .map((name) => ({ value: value[name], parent: datum }));
}

function findIndex(index: number, datum: Datum): Datum[] {
  const { value } = datum;
  if (isDict(value)) {
    if (Object.keys(value).length > index) throw new PythonError('KeyError', String(index));
    return [];
  }
  const items = itemsOf(value);
  if (items.length <= index) return [];
  if (items.length + index < 0) {
    const kind = typeof value === 'string' ? 'string' : 'list';
    throw new PythonError('IndexError', `${kind} index out of range`);
  }
  return [{ value: items.at(index), parent: datum }];
}

function findSlice(start: number | undefined, end: number | undefined, datum: Datum): Datum[] {
  const { value } = datum;
  const single =
    isDict(value) ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (isNumber(value) && pythonType(value) === 'int');
  const list: Datum = single ? { ...datum, value: [value] } : datum;
  return itemsOf(list.value)
    .slice(start, end)
    .map((item) => ({ value: item, parent: list }));
}

function findDescendants(path: JsonPath, datum: Datum): Datum[] {
  const { value } = datum;
  const children = Array.isArray(value) ? value : isDict(value) ? Object.values(value) : [];
  return [
    ...find(path, datum),
    ...children.flatMap((child: unknown) => findDescendants(path, { value: child, parent: datum })),
  ];
}

/** What Python's `len()` and indexing see of a list or a string. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return Array.from(value);
  throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`);
}

/** The Python class of a leaf; what is no JSON can only be a reference to another step's output. */
function typeName(value: unknown): string {
  const isJson = value === null || typeof value !== 'object' || value instanceof ExactNumber;
  return isJson ? pythonType(value as Json) : 'outputReference';
}

function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function isDict(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
