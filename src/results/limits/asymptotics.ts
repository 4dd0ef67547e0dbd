/** Output of `runAsymptoticsCLs` and `quickstats cls_limit`. */
import { createLimitTable, type LimitTable, type RawPoint } from './limit-table.ts';

/** `+2sigma: 1.75`, `Median: 0.89`, `Observed: 1.33`. */
const limitLine =
  /^[ \t]*(?:([+-][12]) ?sigma|(Median)|(Observed))[ \t]*[:=][ \t]*(\S+)[ \t\r]*$/gim;

const edges: Readonly<Record<string, keyof RawPoint>> = {
  '-2': 'minus2',
  '-1': 'minus1',
  '+1': 'plus1',
  '+2': 'plus2',
};

/**
 * Recognises lines of all bands with their median. A guess of the bands comes before the correct bands:
 * of each value the last one counts.
 */
export function readAsymptotics(text: string, file: string): LimitTable[] {
  const values: Partial<Record<keyof RawPoint, number>> = {};
  for (const [, shift, median, , value] of text.matchAll(limitLine)) {
    const name =
      shift === undefined ? (median === undefined ? 'observed' : 'expected') : edges[shift];
    if (name !== undefined) values[name] = Number(value);
  }
  const complete = [...Object.values(edges), 'expected' as const].every((name) => name in values);
  if (!complete) return [];
  const table = createLimitTable(file, 'asymptotics', 'upper-limit', [{ ...values, at: {} }]);
  return table === undefined ? [] : [table];
}
