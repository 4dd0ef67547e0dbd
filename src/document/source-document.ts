/** A YAML (or JSON) file as text, tree and positions, so that a mistake can be shown where it is. */
import { isAlias, isMap, isNode, isScalar, isSeq, visit } from 'yaml';
import type { Alias, Document, LineCounter, Node, Pair, YAMLMap } from 'yaml';
import { scalarKey } from './yaml-scalar.ts';

/** A place in a file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Keys and indices from the document's root to a node. */
export type NodePath = readonly (string | number)[];

export interface SourceDocument {
  /** As shown to the user. */
  readonly file: string;
  /** Without a byte order mark, and indented further where only PyYAML takes it as it is. */
  readonly text: string;
  /** Scalars of the tree are strings as written; `toJson` of `yaml.ts` gives them their YAML 1.1 types. */
  readonly document: Document.Parsed;
  /** How many keys, values, brackets and the like the text has: a measure of the memory it takes. */
  readonly parts: number;
  /** Where the node at `path` stands; of the nearest ancestor when the node is not there. */
  position(path: NodePath): Position;
  /** Where the key of the node at `path` stands; of the node itself in a sequence. */
  keyPosition(path: NodePath): Position;
  /** The place of a character of `text`, counted from 0. */
  positionAt(offset: number): Position;
  /** The node an alias stands for (`undefined` without such an anchor); any other node is itself. */
  resolve(node: unknown): Node | undefined;
}

/**
 * Ties a parsed document to its text.
 *
 * @param lines those of the file
 * @param originalOffset where a character of `text` stands in the file
 */
export function createSourceDocument(
  file: string,
  text: string,
  document: Document.Parsed,
  lines: LineCounter,
  parts: number,
  originalOffset: (offset: number) => number = (offset) => offset,
): SourceDocument {
  let targets: Map<Alias, Node> | undefined;
  const source: SourceDocument = {
    file,
    text,
    document,
    parts,
    position: (path) => source.positionAt(valueOffset(source, path)),
    keyPosition: (path) => source.positionAt(keyOffset(source, path)),
    positionAt(offset) {
      const { line, col } = lines.linePos(originalOffset(offset));
      return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
    },
    resolve(node) {
      if (!isAlias(node)) return isNode(node) ? node : undefined;
      targets ??= findAliasTargets(document);
      return targets.get(node);
    },
  };
  return source;
}

/** Whether the key of `pair` is the merge key `<<`. */
export function isMergeKey(pair: Pair): boolean {
  return (
    isScalar(pair.key) &&
    pair.key.value === '<<' &&
    (pair.key.type === 'PLAIN' || pair.key.type === undefined)
  );
}

/** An alias stands for the anchor of its name that was last set before it. */
function findAliasTargets(document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) {
        anchors.set(node.anchor, node);
      }
    },
  });
  return targets;
}

function valueOffset(source: SourceDocument, path: NodePath): number {
  let node: Node | undefined = source.document.contents ?? undefined;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const child = childOf(source, node, step);
    if (child === undefined) break;
    // An empty value (`key:`) has no text of its own; its key is where the reader has to look.
    offset = startOf(child.value) ?? startOf(child.key) ?? offset;
    node = source.resolve(child.value);
  }
  return offset;
}

function keyOffset(source: SourceDocument, path: NodePath): number {
  const parent = nodeAt(source, path.slice(0, -1));
  const last = path.at(-1);
  const child = last === undefined ? undefined : childOf(source, parent, last);
  return startOf(child?.key) ?? startOf(child?.value) ?? valueOffset(source, path);
}

function nodeAt(source: SourceDocument, path: NodePath): Node | undefined {
  let node: Node | undefined = source.document.contents ?? undefined;
  for (const step of path) node = source.resolve(childOf(source, node, step)?.value);
  return node;
}

interface Child {
  readonly key?: unknown;
  readonly value: unknown;
}

function childOf(
  source: SourceDocument,
  parent: Node | undefined,
  step: string | number,
  depth = 0,
): Child | undefined {
  if (isSeq(parent)) {
    const value = parent.items[Number(step)];
    return value === undefined ? undefined : { value };
  }
  if (!isMap(parent) || depth > 20) return undefined;
  const { own, merges } = pairsOf(source, parent);
  const pair = own.get(String(step));
  if (pair !== undefined) return pair;
  for (const merge of merges) {
    const merged = source.resolve(merge.value);
    for (const part of isSeq(merged) ? merged.items : [merged]) {
      const found = childOf(source, source.resolve(part), step, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface Pairs {
  /** By the text of their keys, as JSON would spell it; of several with one key, the last. */
  readonly own: ReadonlyMap<string, Pair>;
  readonly merges: readonly Pair[];
}

/** A mapping may have thousands of keys, and be asked for each. */
const knownPairs = new WeakMap<YAMLMap, Pairs>();

/** The pairs of a mapping that have a plain key; the key's alias is followed. */
function pairsOf(source: SourceDocument, map: YAMLMap): Pairs {
  const known = knownPairs.get(map);
  if (known !== undefined) return known;
  const own = new Map<string, Pair>();
  const merges: Pair[] = [];
  for (const pair of map.items) {
    const key = source.resolve(pair.key);
    if (isMergeKey(pair)) merges.push(pair);
    else if (isScalar(key)) own.set(scalarKey(key), pair);
  }
  const pairs = { own, merges };
  knownPairs.set(map, pairs);
  return pairs;
}

function startOf(node: unknown): number | undefined {
  if (!isNode(node) || node.range == null) return undefined;
  const [start, end] = node.range;
  return start === end && isScalar(node) ? undefined : start;
}
