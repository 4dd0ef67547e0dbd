/** Output of `pyhf cls`: CLs p-values at one tested signal strength. */
import * as v from 'valibot';
import { createLimitTable, type LimitTable } from './limit-table.ts';

const pyhfSchema = v.looseObject({
  CLs_obs: v.nullish(v.number()),
  /** From -2 to +2 standard deviations. */
  CLs_exp: v.pipe(v.array(v.nullable(v.number())), v.length(5)),
});

/** Recognises the keys `CLs_obs` and `CLs_exp`. */
export function readPyhf(document: unknown, file: string): LimitTable[] {
  const result = v.safeParse(pyhfSchema, document);
  if (!result.success) return [];
  const [minus2, minus1, expected, plus1, plus2] = result.output.CLs_exp;
  const point = { observed: result.output.CLs_obs, expected, minus2, minus1, plus1, plus2 };
  const table = createLimitTable(file, 'pyhf-cls', 'p-value', [point]);
  return table === undefined ? [] : [table];
}
