/** `limit_data.json` of the RECAST demonstrations: one flat object for limits, and one for p-values. */
import * as v from 'valibot';
import { createLimitTable, type LimitTable } from './limit-table.ts';

const recastSchema = v.looseObject({
  exp: v.number(),
  exp_m2: v.number(),
  exp_m1: v.number(),
  exp_p1: v.number(),
  exp_p2: v.number(),
  obs: v.nullish(v.number()),
});

/**
 * Both files have the same keys, so that only the name tells p-values (`limit_data_nomsignal.json`) from
 * limits (`limit_data.json`).
 */
const pValueName = /nomsignal|p[-_]?val/i;

/** Recognises the keys `exp`, `exp_m1`, …, `obs`. */
export function readRecast(document: unknown, file: string): LimitTable[] {
  const result = v.safeParse(recastSchema, document);
  if (!result.success) return [];
  const { exp, exp_m2, exp_m1, exp_p1, exp_p2, obs } = result.output;
  const fileName = file.slice(file.lastIndexOf('/') + 1);
  const table = createLimitTable(
    file,
    'recast',
    pValueName.test(fileName) ? 'p-value' : 'upper-limit',
    [
      {
        observed: obs,
        expected: exp,
        minus2: exp_m2,
        minus1: exp_m1,
        plus1: exp_p1,
        plus2: exp_p2,
      },
    ],
  );
  return table === undefined ? [] : [table];
}
