/** One part of a workflow held to one schema, without a look inside of it. */
import { ExactNumber } from '../../../base/json.ts';
import { pythonRepr } from '../../python/value.ts';
import type { Schema } from './schema.ts';
import { nodeToJson, type SpecNode } from './spec-node.ts';

/** A part that does not fit its schema. */
export interface SchemaMismatch {
  /** As jsonschema 3.2 words it. */
  readonly message: string;
  readonly kind: 'type' | 'value' | 'unknown-property' | 'required' | 'one-of' | 'not-all';
  readonly node: SpecNode;
  readonly schema: Schema;
  /** The properties it is about: those not known, or the one that is missing. */
  readonly properties: readonly string[];
  /** For `one-of`: what each alternative found, in order. */
  readonly alternatives: readonly (readonly SchemaMismatch[])[];
}

export function checkType(node: SpecNode, schema: Schema): SchemaMismatch[] {
  const wrongType = schema.type !== undefined && typeOf(node) !== schema.type;
  const wrongValue =
    schema.values !== undefined &&
    !(node.kind === 'scalar' && schema.values.includes(node.value as string));
  const found: SchemaMismatch[] = [];
  if (!wrongType && !wrongValue) return found;
  const shown = pythonRepr(nodeToJson(node));
  if (wrongType) {
    const message = `${shown} is not of type '${schema.type ?? ''}'`;
    found.push(mismatch('type', node, schema, message));
  }
  if (wrongValue) {
    const message = `${shown} is not one of ${pythonRepr(schema.values ?? [])}`;
    found.push(mismatch('value', node, schema, message));
  }
  return found;
}

function typeOf(node: SpecNode): Schema['type'] {
  if (node.kind === 'dict') return 'object';
  if (node.kind === 'list') return 'array';
  const value = node.kind === 'scalar' ? node.value : null;
  if (value === null) return 'null';
  if (value instanceof ExactNumber) return 'number';
  return typeof value as 'string' | 'number' | 'boolean';
}

export function checkUnknownProperties(node: SpecNode, schema: Schema): SchemaMismatch[] {
  if (schema.closed !== true || node.kind !== 'dict') return [];
  const known = schema.properties ?? {};
  const unknown = Array.from(node.entries.keys()).filter((key) => !Object.hasOwn(known, key));
  if (unknown.length === 0) return [];
  const verb = unknown.length === 1 ? 'was' : 'were';
  const message = `Additional properties are not allowed (${unknown.map((key) => pythonRepr(key)).join(', ')} ${verb} unexpected)`;
  return [mismatch('unknown-property', node, schema, message, { properties: unknown })];
}

export function checkRequired(node: SpecNode, schema: Schema): SchemaMismatch[] {
  if (node.kind !== 'dict') return [];
  return (schema.required ?? [])
    .filter((key) => !node.entries.has(key))
    .map((key) =>
      mismatch('required', node, schema, `${pythonRepr(key)} is a required property`, {
        properties: [key],
      }),
    );
}

export function checkNotAll(node: SpecNode, schema: Schema): SchemaMismatch[] {
  const { notAll } = schema;
  // What is no object has no required properties to miss, so `not` fails for it.
  const all = node.kind !== 'dict' || notAll?.every((key) => node.entries.has(key));
  if (notAll === undefined || all !== true) return [];
  const shown = pythonRepr(nodeToJson(node));
  const message = `${pythonRepr({ required: notAll })} is not allowed for ${shown}`;
  return [mismatch('not-all', node, schema, message, { properties: notAll })];
}

export function mismatch(
  kind: SchemaMismatch['kind'],
  node: SpecNode,
  schema: Schema,
  message: string,
  more: Partial<Pick<SchemaMismatch, 'properties' | 'alternatives'>> = {},
): SchemaMismatch {
  return { kind, node, schema, message, properties: [], alternatives: [], ...more };
}
