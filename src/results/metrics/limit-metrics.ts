/** Recognised limits as metrics. */
import { type LimitPoint, type LimitTable, placeOf } from '../limits/limit-table.ts';
import { metricName } from '../../specification/metric-settings.ts';
import type { Metric } from './metric.ts';

/** Points of one scan; the whole scan is in the outputs. */
const mostPoints = 20;

/**
 * Limits get better as the expected ones fall. The observed one goes where the data take it, and a p-value is
 * no limit: neither direction is an improvement.
 */
export function limitMetrics(tables: readonly LimitTable[]): Metric[] {
  return tables.flatMap((table) =>
    table.points.slice(0, mostPoints).flatMap((point) => metricsOf(table, point)),
  );
}

function metricsOf({ file, kind, problems }: LimitTable, point: LimitPoint): Metric[] {
  const what = kind === 'upper-limit' ? 'limit' : 'CLs p-value';
  const place = placeOf(point);
  const where = place === '' ? file : `${file}, ${place}`;
  const prefix = metricName(`${what} ${file} ${place}`);
  const problem = problems[0] === undefined ? {} : { problem: problems[0] };
  const metrics: Metric[] = [];
  if (point.observed !== undefined) {
    metrics.push({
      name: `${prefix}_observed`,
      label: `Observed ${what} (${where})`,
      value: point.observed,
      ...problem,
    });
  }
  if (point.expected !== undefined) {
    const { minus1, plus1 } = point;
    metrics.push({
      name: `${prefix}_expected`,
      label: `Expected ${what} (${where})`,
      ...(kind === 'upper-limit' ? { better: 'lower' as const } : {}),
      value: point.expected,
      ...(minus1 === undefined || plus1 === undefined
        ? {}
        : { band: { low: minus1, high: plus1 } }),
      ...problem,
    });
  }
  return metrics;
}
