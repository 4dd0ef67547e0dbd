/** From a YAML tree to JSON, the way PyYAML and Python's `json` do it together. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Finding, RuleId } from '../base/error.ts';
import type { Json } from '../base/json.ts';
import { isMergeKey } from './source-document.ts';
import type { SourceDocument } from './source-document.ts';
import { scalarKey, scalarValue } from './yaml-scalar.ts';
import type { ScalarValue } from './yaml-scalar.ts';

/**
 * Aliases repeat what they stand for, so a few lines can stand for gigabytes. This bounds the characters of
 * the expanded document, with `valueSize` for every value.
 */
const largestSize = 8 * 1024 * 1024;
const valueSize = 100;
const deepest = 200;

interface Sized {
  readonly value: Json;
  readonly size: number;
}

interface Conversion {
  readonly source: SourceDocument;
  readonly findings: Finding[];
  readonly finished: Map<Node, Sized>;
  readonly open: Set<Node>;
  readonly anchors: Set<string>;
  readonly takesDates: boolean;
  depth: number;
}

const nothing: Sized = { value: null, size: valueSize };

export interface JsonOptions {
  /** Whether dates are text, as they are to readers of CWL. */
  readonly takesDates?: boolean;
}

/**
 * Gives the whole document as JSON.
 *
 * @returns the value, and a finding for everything in the document that Python could not have turned into
 * JSON (errors) or that is likely a slip (warnings)
 */
export function convertToJson(
  source: SourceDocument,
  { takesDates = false }: JsonOptions = {},
): { value: Json; findings: Finding[] } {
  const conversion: Conversion = {
    source,
    findings: [],
    finished: new Map(),
    open: new Set(),
    anchors: new Set(),
    takesDates,
    depth: 0,
  };
  const { value, size } = convert(conversion, source.document.contents);
  if (size <= largestSize) return { value, findings: conversion.findings };
  report(conversion, source.document.contents, 'yaml-too-large', 'its aliases repeat too much', {
    hint: 'Write the repeated parts once, or move them into a file of their own.',
  });
  return { value: null, findings: conversion.findings };
}

function convert(conversion: Conversion, node: unknown): Sized {
  const target = conversion.source.resolve(node);
  if (target === undefined) {
    if (isAlias(node)) {
      report(conversion, node, 'yaml-alias', `no anchor &${node.source} stands before this alias`);
    }
    return nothing;
  }
  const known = conversion.finished.get(target);
  if (known !== undefined) return known;
  if (conversion.open.has(target)) {
    report(conversion, node, 'yaml-alias', 'this alias stands inside of what it refers to');
    return nothing;
  }
  if (conversion.depth >= deepest) {
    report(conversion, node, 'yaml-too-deep', `more than ${deepest} levels deep`);
    return nothing;
  }
  if (target.anchor !== undefined) checkAnchor(conversion, target, target.anchor);
  conversion.open.add(target);
  conversion.depth += 1;
  const result = convertNode(conversion, target);
  conversion.depth -= 1;
  conversion.open.delete(target);
  if (target.anchor !== undefined || isAlias(node)) conversion.finished.set(target, result);
  return result;
}

function convertNode(conversion: Conversion, node: Node): Sized {
  if (isScalar(node)) {
    const { value } = reportScalar(conversion, node);
    return { value, size: valueSize + (typeof value === 'string' ? value.length : 0) };
  }
  if (!isMap(node) && !isSeq(node)) return nothing;
  const { tag } = node;
  if (tag !== undefined && !['!', 'tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq'].includes(tag)) {
    const shown = tag.replace('tag:yaml.org,2002:', '!!');
    report(conversion, node, 'yaml-tag', `the tag ${shown} has no meaning in JSON`);
  }
  return isSeq(node) ? convertSequence(conversion, node) : convertMapping(conversion, node);
}

/** YAML lets a later anchor take over a name; PyYAML refuses the file. */
function checkAnchor(conversion: Conversion, node: Node, anchor: string): void {
  if (conversion.anchors.has(anchor)) {
    report(conversion, node, 'yaml-anchor', `the anchor &${anchor} is given twice`);
  }
  conversion.anchors.add(anchor);
}

function reportScalar(conversion: Conversion, node: Scalar): ScalarValue {
  const read = scalarValue(node);
  if (read.problem !== undefined && !(conversion.takesDates && read.isDate === true)) {
    report(conversion, node, 'yaml-value', `${String(node.value)} ${read.problem}`, {
      hint: 'Put the value in quotes to make it text.',
    });
  }
  return read;
}

function convertSequence(conversion: Conversion, node: YAMLSeq): Sized {
  const items = node.items.map((item) => convert(conversion, item));
  return { value: items.map((item) => item.value), size: sum(items) };
}

function convertMapping(conversion: Conversion, node: YAMLMap): Sized {
  // What is merged in comes first and gives way to the mapping's own keys.
  const merged = new Map<string, Sized>();
  const own = new Map<string, Sized>();
  const places = new Map<string, unknown>();
  for (const pair of node.items) {
    if (isMergeKey(pair)) {
      mergeInto(conversion, merged, pair);
      continue;
    }
    const key = conversion.source.resolve(pair.key);
    if (!isScalar(key)) {
      report(conversion, pair.key, 'yaml-key', 'a key has to be a single value');
      continue;
    }
    // PyYAML takes = for a plain word where it is a key.
    if (key.value !== '=') reportScalar(conversion, key);
    const name = scalarKey(key);
    if (places.has(name)) {
      report(
        conversion,
        pair.key,
        'yaml-duplicate-key',
        `${name} is given twice; only this one counts, the one before it is lost`,
        { severity: 'warning' },
      );
    }
    places.set(name, pair.key);
    own.set(name, convert(conversion, pair.value));
  }
  const all = new Map([...merged, ...own]);
  return {
    // Object.fromEntries also takes a key such as __proto__ for what it is.
    value: Object.fromEntries([...all].map(([key, sized]) => [key, sized.value])),
    size: sum(all.values()) + [...all.keys()].reduce((total, key) => total + key.length, 0),
  };
}

function mergeInto(conversion: Conversion, merged: Map<string, Sized>, pair: Pair): void {
  const source = conversion.source.resolve(pair.value);
  const parts = isSeq(source) ? source.items : [pair.value];
  // Of several mappings in one list the first wins.
  for (const part of parts.toReversed()) {
    const { value, size } = convert(conversion, part);
    if (!isMap(conversion.source.resolve(part)) || value === null) {
      report(conversion, part ?? pair.key, 'yaml-merge', '<< needs a mapping, or a list of them');
      continue;
    }
    for (const [key, content] of Object.entries(value)) {
      merged.set(key, { value: content as Json, size: size / Object.keys(value).length });
    }
  }
}

function sum(items: Iterable<Sized>): number {
  let total = valueSize;
  for (const item of items) total += item.size;
  return total;
}

function report(
  conversion: Conversion,
  node: unknown,
  rule: RuleId,
  message: string,
  options: { readonly hint?: string; readonly severity?: Finding['severity'] } = {},
): void {
  const offset = (node as Node | null | undefined)?.range?.[0] ?? 0;
  conversion.findings.push({
    rule,
    severity: options.severity ?? 'error',
    message,
    ...(options.hint === undefined ? {} : { hint: options.hint }),
    ...conversion.source.positionAt(offset),
  });
}
