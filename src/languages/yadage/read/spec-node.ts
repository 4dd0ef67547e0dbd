/** The parts of a workflow as they were written: plain values that know their file and place. */
import type { Finding } from '../../../base/error.ts';
import { isJsonObject, type Json, type JsonPrimitive } from '../../../base/json.ts';
import type { PythonError } from '../../python/error.ts';
import type { NodePath, Position, SourceDocument } from '../../../document/source-document.ts';

/**
 * One part of a workflow. Normalising changes parts in place, and a part that several `$ref` point at is one
 * and the same part, as it is for the real loader.
 */
export type SpecNode = Written &
  (
    | { kind: 'dict'; entries: Map<string, Slot> }
    | { kind: 'list'; items: Slot[] }
    | { kind: 'scalar'; value: JsonPrimitive }
    /** What a `$ref` that leads nowhere stands for. */
    | { kind: 'broken'; error: PythonError; finding: Finding }
  );

interface Written {
  readonly source: SourceDocument;
  readonly path: NodePath;
}

/** A place in a dict or list, and what stands there. */
export interface Slot {
  readonly node: SpecNode;
  /** Whether a `$ref` stands there: the real loader then takes the part for no plain dict or list. */
  readonly viaRef: boolean;
}

/** Makes the slot of an object that is a `$ref`. */
export type LinkRef = (reference: string, path: NodePath) => Slot;

/** Makes parts out of a document's data; each `$ref` becomes what `link` makes of it. */
export function buildNode(data: Json, source: SourceDocument, path: NodePath, link: LinkRef): Slot {
  if (isJsonObject(data)) {
    const reference = data.$ref;
    if (typeof reference === 'string') return link(reference, path);
    const entries = new Map(
      Object.entries(data).map(([key, value]) => [
        key,
        buildNode(value, source, [...path, key], link),
      ]),
    );
    return slot({ kind: 'dict', entries, source, path });
  }
  if (Array.isArray(data)) {
    const items = (data as readonly Json[]).map((value, index) =>
      buildNode(value, source, [...path, index], link),
    );
    return slot({ kind: 'list', items, source, path });
  }
  return slot({ kind: 'scalar', value: data as JsonPrimitive, source, path });
}

/** What stands directly inside of `node`. */
export function childrenOf(node: SpecNode): readonly Slot[] {
  if (node.kind === 'dict') return Array.from(node.entries.values());
  return node.kind === 'list' ? node.items : [];
}

/** A slot that holds `node` itself. */
export function slot(node: SpecNode): Slot {
  return { node, viaRef: false };
}

/** Where `node` was written. */
export function positionOf(node: SpecNode): Position {
  return node.source.position(node.path);
}

/** Where the key of `node` was written. */
export function keyPositionOf(node: SpecNode): Position {
  return node.source.keyPosition(node.path);
}

/** `node` as JSON; a broken part is `null`. */
export function nodeToJson(node: SpecNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'broken':
      return null;
    case 'list':
      return node.items.map((item) => nodeToJson(item.node));
    case 'dict':
      return Object.fromEntries(
        Array.from(node.entries, ([key, entry]) => [key, nodeToJson(entry.node)]),
      );
  }
}
