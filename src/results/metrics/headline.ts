/** Numbers of a run in a few words. */
import { formatNumber } from '../../base/format.ts';
import type { Metric } from './metric.ts';

/** The first numbers that are known: `Limit 0.2 fb; Yield 12`. */
export function headlineOf(metrics: readonly Metric[]): string {
  const known = metrics.filter(({ value }) => value !== undefined).slice(0, 2);
  return known
    .map(
      ({ label, value = 0, unit }) =>
        `${label.slice(0, 60)} ${formatNumber(value)}${unit === undefined ? '' : ` ${unit.slice(0, 20)}`}`,
    )
    .join('; ');
}
