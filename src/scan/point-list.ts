/** Points from a YAML or JSON file: a list of them, or names with the values to combine. */
import { ExactNumber, isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import type { NodePath, SourceDocument } from '../document/source-document.ts';
import { toJson, readYaml } from '../document/yaml.ts';
import { combine, countCombinations } from './combine.ts';
import { mostPoints } from './point.ts';
import { mistakeAt, type PointCell, type PointRow, type PointRows } from './point-rows.ts';

/**
 * Reads a list of mappings, one a point, or one mapping of names to lists, of which all combinations are points.
 * Numbers keep their spelling; a list or a mapping becomes JSON, and null leaves its name unset.
 *
 * @param file as the user knows it
 * @throws ReanaCiError `specification` when `text` is not YAML
 */
export function readPointList(file: string, text: string): PointRows {
  const source = readYaml(file, text);
  const content = toJson(source);
  if (Array.isArray(content)) return readList(source, content as readonly Json[]);
  if (isJsonObject(content)) return readMapping(source, content);
  const hint = 'Write one mapping of names to values for each point: - { mass: 500, tune: A }';
  const finding = mistakeAt(source.position([]), 'the file holds no list of points', hint);
  return { rows: [], findings: [finding] };
}

function readList(source: SourceDocument, items: readonly Json[]): PointRows {
  const findings: PointRows['findings'] = [];
  const rows = items.flatMap((item, index): PointRow[] => {
    const place = source.position([index]);
    if (!isJsonObject(item)) {
      const hint = 'Write a mapping of names to values: - { mass: 500, tune: A }';
      findings.push(mistakeAt(place, 'this point is no mapping', hint));
      return [];
    }
    const cells = Object.entries(item).flatMap(([name, value]) =>
      cellOf(source, name, value, [index, name]),
    );
    return [{ place, cells }];
  });
  return { rows, findings };
}

function readMapping(source: SourceDocument, content: JsonObject): PointRows {
  const lists = Object.entries(content).map(([name, value]) => {
    const isList = Array.isArray(value);
    const values = isList ? (value as readonly Json[]) : [value];
    return values.flatMap((item, index) =>
      cellOf(source, name, item, isList ? [name, index] : [name]),
    );
  });
  const names = Object.keys(content);
  const findings = lists.flatMap((list, index) =>
    list.length > 0
      ? []
      : [mistakeAt(source.position([names[index] ?? '']), `${names[index] ?? ''} has no value`)],
  );
  const count = countCombinations(lists);
  if (count > mostPoints) {
    const message = `these are ${count} combinations; a scan has ${mostPoints} points at most`;
    findings.push(mistakeAt(source.position([]), message));
  }
  if (findings.length > 0) return { rows: [], findings };
  const rows = combine(lists).map((cells): PointRow => ({
    place: cells[0]?.place ?? source.position([]),
    cells,
  }));
  return { rows: [...rows], findings };
}

function cellOf(source: SourceDocument, name: string, value: Json, path: NodePath): PointCell[] {
  if (value === null) return [];
  return [{ name, value: textOf(name, value), place: source.position(path) }];
}

function textOf(name: string, value: Json): string {
  if (typeof value === 'string') return value;
  if (value instanceof ExactNumber) return value.source;
  // Several datasets of one run.
  if (name === 'VAR_INPUT' && Array.isArray(value)) return value.join(',');
  return JSON.stringify(value);
}
