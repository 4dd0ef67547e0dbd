/** CWL writes many things in two ways: as a mapping by name, or as a list of mappings with an id. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';

export interface CwlEntry {
  readonly id: string;
  readonly value: Json;
  /** From the mapping or list to the value. */
  readonly path: NodePath;
}

/** The entries of either form; in a list, those without an id are left out. */
export function entriesOf(value: Json | undefined, idKey = 'id'): CwlEntry[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => {
      const id = isJsonObject(item) ? item[idKey] : undefined;
      return typeof id === 'string' ? [{ id: lastName(id), value: item, path: [index] }] : [];
    });
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([id, item]) => ({ id, value: item, path: [id] }));
}

/** Names of a list such as `out`: texts, or mappings with an id. */
export function namesOf(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((item) => {
    const id = isJsonObject(item) ? item.id : item;
    return typeof id === 'string' ? [lastName(id)] : [];
  });
}

/** Whether some part comes from another file (`$import`), so that not all entries are known. */
export function isOpen(value: Json | undefined): boolean {
  if (value === undefined) return false;
  const items: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return items.some(
    (item) => isJsonObject(item) && ('$import' in item || '$mixin' in item || '$include' in item),
  );
}

/** Whether an input may be left out: it has a default, or null is among its types. */
export function isOptional(input: Json): boolean {
  if (isJsonObject(input)) {
    if (input.default !== undefined) return true;
    return 'type' in input ? isOptionalType(input.type) : !('items' in input);
  }
  return isOptionalType(input);
}

/** The entries of a class in a list of `hints` or `requirements`, whichever way it is written. */
export function entriesOfClass(value: Json | undefined, name: string): CwlEntry[] {
  return entriesOf(value, 'class').filter(({ id }) => id.replace(/^.*:/, '') === name);
}

/** The requirement of a class, or the hint where there is none. */
export function requirementOf(
  process: JsonObject,
  name: string,
): { readonly value: JsonObject; readonly path: NodePath } | undefined {
  for (const key of ['requirements', 'hints'] as const) {
    for (const { value, path } of entriesOfClass(process[key], name)) {
      if (isJsonObject(value)) return { value, path: [key, ...path] };
    }
  }
  return undefined;
}

function isOptionalType(type: Json | undefined): boolean {
  if (typeof type === 'string') return type.endsWith('?') || type === 'null' || type === 'Any';
  return Array.isArray(type) && (type as readonly Json[]).some(isOptionalType);
}

/** `gendata` of `#main/gendata`. */
export function lastName(id: string): string {
  return id.replace(/^.*[#/]/s, '');
}
