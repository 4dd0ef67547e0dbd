/** Files of `quickstats cls_limit` (one point) and `quickstats limit_scan` (columns of points). */
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { createLimitTable, type LimitTable, type RawPoint } from './limit-table.ts';

/** Keys of the expected limits, named by their distance from the median in standard deviations. */
const bandKeys = ['-2', '-1', '0', '1', '2'] as const;

/** Values besides the expected limits; all other keys are parameters of the scan. */
const otherKeys = new Set<string>([...bandKeys, 'obs', 'inj']);

/** Recognises the keys `-2`, `-1`, `0`, `1`, `2`, with numbers or with columns of numbers. */
export function readQuickstats(document: unknown, file: string): LimitTable[] {
  if (!isJsonObject(document) || !bandKeys.every((key) => key in document)) return [];
  const points = Array.isArray(document['0']) ? rowsOf(document) : [pointOf(document)];
  const table = createLimitTable(file, 'quickstats', 'upper-limit', points);
  return table === undefined ? [] : [table];
}

function rowsOf(columns: JsonObject): RawPoint[] {
  const names = Object.keys(columns);
  const rows = Array.isArray(columns['0']) ? columns['0'].length : 0;
  return Array.from({ length: rows }, (_, index) => {
    const row = names.flatMap((name): [string, JsonObject[string]][] => {
      const column = columns[name];
      const value: unknown = Array.isArray(column) ? column[index] : undefined;
      return typeof value === 'number' ? [[name, value]] : [];
    });
    return pointOf(Object.fromEntries(row));
  });
}

function pointOf(values: JsonObject): RawPoint {
  const at = Object.entries(values).filter(
    (entry): entry is [string, number] => !otherKeys.has(entry[0]) && typeof entry[1] === 'number',
  );
  return {
    at: Object.fromEntries(at),
    observed: values.obs,
    expected: values['0'],
    minus2: values['-2'],
    minus1: values['-1'],
    plus1: values['1'],
    plus2: values['2'],
  };
}
