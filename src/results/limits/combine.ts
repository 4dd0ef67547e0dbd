/** Output of CMS combine's `AsymptoticLimits` method. */
import { createLimitTable, type LimitTable, type RawPoint } from './limit-table.ts';

const heading = /^[ \t]*-- AsymptoticLimits/gm;

/** `Observed Limit: r < 1.6281`, `Expected  2.5%: r < 0.9640`. */
const limitLine = /^[ \t]*(?:(Observed) Limit|Expected +([\d.]+)%): *\w+ *< *(\S+)[ \t\r]*$/gm;

/** The quantiles of the expected limit, in percent, by the band edge they are. */
const edges: Readonly<Record<string, keyof RawPoint>> = {
  '2.5': 'minus2',
  '16.0': 'minus1',
  '50.0': 'expected',
  '84.0': 'plus1',
  '97.5': 'plus2',
};

/** Recognises the heading `-- AsymptoticLimits ( CLs ) --`; of several the last one counts. */
export function readCombine(text: string, file: string): LimitTable[] {
  const start = lastHeading(text);
  if (start === undefined) return [];
  const values: Partial<Record<keyof RawPoint, number>> = {};
  for (const [, observed, quantile = '', value] of text.slice(start).matchAll(limitLine)) {
    const name = observed === undefined ? edges[quantile] : 'observed';
    if (name !== undefined) values[name] = Number(value);
  }
  const table = createLimitTable(file, 'combine', 'upper-limit', [{ ...values, at: {} }]);
  return table === undefined ? [] : [table];
}

function lastHeading(text: string): number | undefined {
  let last: number | undefined;
  for (const match of text.matchAll(heading)) last = match.index;
  return last;
}
