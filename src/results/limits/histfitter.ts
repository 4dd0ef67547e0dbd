/** Files of HistFitter's hypothesis tests: CLs p-values of signal points, and upper limits where scanned. */
import * as v from 'valibot';
import { createLimitTable, type LimitTable, type RawPoint } from './limit-table.ts';

const number = v.exactOptional(v.nullable(v.number()));

const pointSchema = v.looseObject({
  CLs: v.number(),
  CLsexp: v.number(),
  clsu1s: number,
  clsd1s: number,
  clsu2s: number,
  clsd2s: number,
  upperLimit: number,
  expectedUpperLimit: number,
  expectedUpperLimitPlus1Sig: number,
  expectedUpperLimitPlus2Sig: number,
  expectedUpperLimitMinus1Sig: number,
  expectedUpperLimitMinus2Sig: number,
});
type HistFitterPoint = v.InferOutput<typeof pointSchema>;

/** One point, or the list of all. */
const fileSchema = v.union([
  v.pipe(v.array(pointSchema), v.minLength(1)),
  v.pipe(
    pointSchema,
    v.transform((point) => [point]),
  ),
]);

/** Results of the fit, which do not say where in the scan a point is. */
const resultName =
  /^(cls|p[01]|upperlimit|expectedupperlimit|xsec|excludedxsec|mode|nexp|seed|fid|sigma[01]|failed)/i;

/** Recognises the keys `CLs` and `CLsexp`. */
export function readHistFitter(document: unknown, file: string): LimitTable[] {
  const result = v.safeParse(fileSchema, document);
  if (!result.success) return [];
  const points = result.output;
  return [
    createLimitTable(file, 'histfitter', 'p-value', points.map(pValues)),
    createLimitTable(file, 'histfitter', 'upper-limit', points.map(upperLimits)),
  ].filter((table) => table !== undefined);
}

function pValues(point: HistFitterPoint): RawPoint {
  const [minus1, plus1] = inOrder(point.clsd1s, point.clsu1s);
  const [minus2, plus2] = inOrder(point.clsd2s, point.clsu2s);
  return {
    at: placeInScan(point),
    observed: point.CLs,
    expected: point.CLsexp,
    minus2,
    minus1,
    plus1,
    plus2,
  };
}

function upperLimits(point: HistFitterPoint): RawPoint {
  return {
    at: placeInScan(point),
    observed: point.upperLimit,
    expected: point.expectedUpperLimit,
    minus2: point.expectedUpperLimitMinus2Sig,
    minus1: point.expectedUpperLimitMinus1Sig,
    plus1: point.expectedUpperLimitPlus1Sig,
    plus2: point.expectedUpperLimitPlus2Sig,
  };
}

/** `u` and `d` name the shift of the background, which moves the p-value either way. */
function inOrder(
  down: number | null | undefined,
  up: number | null | undefined,
): (number | null | undefined)[] {
  return typeof down === 'number' && typeof up === 'number' && down > up ? [up, down] : [down, up];
}

function placeInScan(point: HistFitterPoint): Record<string, number> {
  return Object.fromEntries(
    Object.entries(point).filter(
      (entry): entry is [string, number] =>
        !resultName.test(entry[0]) && typeof entry[1] === 'number',
    ),
  );
}
