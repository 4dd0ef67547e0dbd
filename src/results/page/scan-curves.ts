/** The numbers of a scan over its parameter, where there is one. */
import type { Metric } from '../metrics/metric.ts';
import type { PointResult } from '../scan/point-result.ts';
import { metricsOf, varyingInputs } from '../scan/table.ts';
import type { BandPlot, BandPoint } from './band-plot.ts';
import { excluded } from './limit-plot.ts';

/** More plots than anybody looks at. */
const mostCurves = 30;

/**
 * A curve for each metric that two points or more have; observed and expected limits of one file are one.
 *
 * @returns none unless exactly one input differs from point to point, and is a number
 */
export function scanCurves(results: readonly PointResult[]): BandPlot[] {
  const { names, rows } = varyingInputs(results);
  const [parameter, ...others] = names;
  if (parameter === undefined || others.length > 0) return [];
  const places = rows.map(([text = '']) => (text.trim() === '' ? Number.NaN : Number(text)));
  if (places.some((x) => !Number.isFinite(x))) return [];
  const ordered = results
    .map((result, index) => ({ x: places[index] ?? 0, result }))
    .sort((a, b) => a.x - b.x);
  const curves = new Map<string, { readonly title: string; points: BandPoint[] }>();
  for (const metric of metricsOf(results)) {
    const { key, title } = curveOf(metric);
    const curve = curves.get(key) ?? { title, points: ordered.map(({ x }) => ({ x })) };
    curve.points = curve.points.map((point, index) => ({
      ...point,
      ...valuesAt(metric, ordered[index]?.result),
    }));
    curves.set(key, curve);
  }
  return [...curves.values()]
    .map(({ title, points }) => ({
      title,
      parameter,
      points: points.filter((point) => Object.keys(point).length > 1),
      isPositive: isLimit(title),
      ...(title.startsWith('CLs p-value') && { threshold: excluded }),
    }))
    .filter(({ points }) => points.length > 1)
    .slice(0, mostCurves);
}

/** Names as `limitMetrics` makes them. */
const limitName = /^(.*)_(?:observed|expected)$/;
const limitLabel = /^(?:Observed|Expected) ((?:limit|CLs p-value) .*)$/;

function curveOf({ name, label, unit }: Metric): { key: string; title: string } {
  const key = limitName.exec(name)?.[1];
  const title = limitLabel.exec(label)?.[1];
  if (key !== undefined && title !== undefined) return { key, title };
  return { key: name, title: unit === undefined ? label : `${label} [${unit}]` };
}

function valuesAt({ name, label }: Metric, result: PointResult | undefined): Partial<BandPoint> {
  const metric = result?.metrics.find((one) => one.name === name);
  if (metric?.value === undefined) return {};
  if (!(label.startsWith('Expected ') && limitName.test(name))) return { observed: metric.value };
  const { value: expected, band } = metric;
  return { expected, ...(band !== undefined && { minus1: band.low, plus1: band.high }) };
}

function isLimit(title: string): boolean {
  return title.startsWith('limit ') || title.startsWith('CLs p-value ');
}
