/**
 * Checks a workflow the way yadage-schemas does: fills in defaults and rewrites short forms on the way, and
 * stumbles over the same things in the same order.
 */
import { isJsonObject, type Json, type JsonPrimitive } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonRepr } from '../../python/value.ts';
import { rewriteScheduler, rewriteStage } from './rewrite.ts';
import type { Schema, SchemaName } from './schema.ts';
import {
  checkNotAll,
  checkRequired,
  checkType,
  checkUnknownProperties,
  mismatch,
  type SchemaMismatch,
} from './schema-mismatch.ts';
import { nodeToJson, slot, type Slot, type SpecNode } from './spec-node.ts';
import { schemas } from './workflow-schema.ts';

/** Something the real loader dies of instead of reporting it. */
export interface LoaderCrash {
  readonly error: PythonError;
  readonly node: SpecNode;
}

export interface SchemaCheck {
  /** In the order the real loader meets them; only the first one is ever seen there. */
  readonly crashes: LoaderCrash[];
  readonly mismatches: SchemaMismatch[];
}

/** Checks `root` against the workflow schema, changing it to its normal form. */
export function checkWorkflow(root: Slot): SchemaCheck {
  const crashes: LoaderCrash[] = [];
  // As in the real loader the second pass sees what the first has filled in.
  new Checker(crashes).check(root, 'workflow');
  const mismatches = new Checker([]).check(root, 'workflow');
  return { crashes: unique(crashes), mismatches };
}

/** Several `$ref` to one part, and a part tried against several schemas, tell the same crash again. */
function unique(crashes: readonly LoaderCrash[]): LoaderCrash[] {
  const told = new Map<SpecNode, Set<string>>();
  return crashes.filter(({ node, error }) => {
    const known = told.get(node) ?? new Set();
    told.set(node, known);
    return known.size < known.add(error.message).size;
  });
}

/** Of one list; whoever has more corrects these first. */
const mostMismatches = 200;

class Checker {
  readonly #crashes: LoaderCrash[];

  constructor(crashes: LoaderCrash[]) {
    this.#crashes = crashes;
  }

  check(place: Slot, given: Schema | SchemaName): SchemaMismatch[] {
    const schema = typeof given === 'string' ? schemas[given] : given;
    const { node } = place;
    if (node.kind === 'broken') {
      this.#crashes.push({ error: node.error, node });
      return [];
    }
    return [
      ...checkType(node, schema),
      ...checkUnknownProperties(node, schema),
      ...this.#checkProperties(place, schema),
      ...this.#checkOneOf(place, schema),
      ...checkNotAll(node, schema),
      ...this.#checkItems(node, schema),
      ...checkRequired(node, schema),
    ];
  }

  #checkProperties(place: Slot, schema: Schema): SchemaMismatch[] {
    const { node } = place;
    if (schema.properties === undefined) return [];
    this.#rewrite(node, schema);
    if (node.kind !== 'dict') return [];
    const found = Object.entries(schema.properties).flatMap(([key, property]) => {
      const entry = node.entries.get(key);
      return entry === undefined ? [] : this.check(entry, property);
    });
    // The real loader recognises plain dicts only; what a $ref stands for gets no defaults.
    if (found.length === 0 && !place.viaRef) fillDefaults(node, schema.properties);
    return found;
  }

  #rewrite(node: SpecNode, schema: Schema): void {
    try {
      if (schema.rewrite === 'stage') rewriteStage(node);
      if (schema.rewrite === 'scheduler') rewriteScheduler(node);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      this.#crashes.push({ error, node });
    }
  }

  #checkOneOf(place: Slot, schema: Schema): SchemaMismatch[] {
    if (schema.oneOf === undefined) return [];
    const alternatives = schema.oneOf.map((alternative) => this.#checkKind(place, alternative));
    const fitting = schema.oneOf.filter((_, index) => alternatives[index]?.length === 0);
    if (fitting.length === 1) return [];
    const shown = pythonRepr(nodeToJson(place.node));
    const [first, ...others] = fitting;
    const message =
      first === undefined
        ? `${shown} is not valid under any of the given schemas`
        : `${shown} is valid under each of ${[...others, first].map(showReference).join(', ')}`;
    return [mismatch('one-of', place.node, schema, message, { alternatives })];
  }

  /** An object that says it is of another kind needs no closer look. */
  #checkKind(place: Slot, given: Schema | SchemaName): SchemaMismatch[] {
    const schema = typeof given === 'string' ? schemas[given] : given;
    const { discriminator, properties } = schema;
    const kind = discriminator === undefined ? undefined : properties?.[discriminator];
    const named =
      place.node.kind === 'dict' ? place.node.entries.get(discriminator ?? '')?.node : undefined;
    const other =
      typeof kind === 'object' && named !== undefined && named.kind !== 'broken'
        ? checkType(named, kind)
        : [];
    return other.length > 0 ? other : this.check(place, schema);
  }

  #checkItems(node: SpecNode, schema: Schema): SchemaMismatch[] {
    const { items } = schema;
    if (items === undefined || node.kind !== 'list') return [];
    const found: SchemaMismatch[] = [];
    for (const item of node.items) {
      found.push(...this.check(item, items));
      if (found.length > mostMismatches) break;
    }
    return found;
  }
}

function fillDefaults(
  node: SpecNode & { kind: 'dict' },
  properties: NonNullable<Schema['properties']>,
): void {
  for (const [key, property] of Object.entries(properties)) {
    if (typeof property === 'string' || property.default === undefined) continue;
    if (node.entries.has(key)) continue;
    node.entries.set(key, writtenAs(property.default, node));
  }
}

/** A default, placed where the part it belongs to was written. */
function writtenAs(value: Json, owner: SpecNode): Slot {
  const { source, path } = owner;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, writtenAs(item, owner)] as const,
    );
    return slot({ kind: 'dict', entries: new Map(entries), source, path });
  }
  return Array.isArray(value)
    ? slot({ kind: 'list', items: [], source, path })
    : slot({ kind: 'scalar', value: value as JsonPrimitive, source, path });
}

function showReference(schema: Schema | SchemaName): string {
  return typeof schema === 'string'
    ? `{'$ref': '${schema}'}`
    : pythonRepr({ type: schema.type ?? 'object' });
}
