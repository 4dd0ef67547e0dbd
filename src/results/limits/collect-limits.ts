/** `limits.json` of CombineHarvester's `combineTool.py -M CollectLimits`: limits by mass. */
import { isJsonObject } from '../../base/json.ts';
import { createLimitTable, type LimitTable, type RawPoint } from './limit-table.ts';

/** Recognises an object whose keys are numbers and whose values have an `exp0`. */
export function readCollectLimits(document: unknown, file: string): LimitTable[] {
  if (!isJsonObject(document)) return [];
  const points: RawPoint[] = [];
  for (const [mass, values] of Object.entries(document)) {
    const isPoint = /^\d+(\.\d+)?$/.test(mass) && isJsonObject(values) && 'exp0' in values;
    if (!isPoint) return [];
    points.push({
      at: { mass: Number(mass) },
      observed: values.obs,
      expected: values.exp0,
      minus2: values['exp-2'],
      minus1: values['exp-1'],
      plus1: values['exp+1'],
      plus2: values['exp+2'],
    });
  }
  const table = createLimitTable(file, 'collect-limits', 'upper-limit', points);
  return table === undefined ? [] : [table];
}
