/** The numbers of a run beside those of the target branch. */
import { formatNumber } from '../../../base/format.ts';
import type { Metric } from '../../../results/metrics/metric.ts';
import type { MetricsFile } from '../../../results/metrics/metrics-file.ts';
import { inline, link, table } from './markdown.ts';

export interface Baseline {
  readonly branch: string;
  /** Absent when the branch has no finished run whose artifacts are still there. */
  readonly file?: MetricsFile;
}

/** Changes below this are the same number to a reader. */
const smallestChange = 0.0005;

/**
 * @param baseline absent where there is nothing to compare with
 * @param most rows
 * @returns empty when there is no metric
 */
export function resultsTable(
  metrics: readonly Metric[],
  baseline: Baseline | undefined,
  most: number,
): string {
  if (metrics.length === 0) return '';
  const file = baseline?.file;
  const before = new Map(file?.metrics.map((metric) => [metric.name, metric]));
  const rows = metrics.slice(0, most).map((metric) => {
    const label = inline(metric.label);
    if (file === undefined) return [label, valueCell(metric)];
    const old = before.get(metric.name);
    return [
      label,
      valueCell(metric),
      old === undefined ? '–' : valueCell(old),
      change(metric, old),
    ];
  });
  const branch = inline(baseline?.branch ?? '');
  const heading =
    file === undefined
      ? ['Result', 'This run']
      : ['Result', 'This run', link(`${branch} (${inline(file.source)})`, file.url), 'Change'];
  const rest =
    metrics.length > most ? [`\n${metrics.length - most} more are in the artifacts.`] : [];
  const none =
    baseline !== undefined && file === undefined
      ? [`\nNothing to compare with: ${branch} has no finished run with results yet.`]
      : [];
  return [table(heading, rows), ...rest, ...none].join('\n');
}

function valueCell({ value, unit, band, problem }: Metric): string {
  if (value === undefined) return problem === undefined ? '–' : `– (${inline(problem)})`;
  const range =
    band === undefined ? '' : ` (${formatNumber(band.low)} to ${formatNumber(band.high)})`;
  const warning = problem === undefined ? '' : ' ⚠️';
  return `${formatNumber(value)}${range}${unit === undefined ? '' : ` ${inline(unit)}`}${warning}`;
}

/** The change against `old` in a few words; empty where there is nothing to compare. */
export function change(metric: Metric, old: Metric | undefined): string {
  const text = amountOfChange(metric, old);
  if (text === '' || text === 'none' || metric.better === undefined) return text;
  const isBetter = metric.better === (text.startsWith('+') ? 'higher' : 'lower');
  return `${text}${isBetter ? ' 🟢 better' : ' 🔴 worse'}`;
}

/** `−4 %`, without a verdict. */
export function amountOfChange({ value }: Metric, old: Metric | undefined): string {
  if (value === undefined || old?.value === undefined) return '';
  const difference = value - old.value;
  const relative = old.value === 0 ? undefined : difference / Math.abs(old.value);
  if (Math.abs(relative ?? difference) < smallestChange) return 'none';
  const sign = difference > 0 ? '+' : '−';
  const amount =
    relative === undefined
      ? formatNumber(Math.abs(difference))
      : `${formatNumber(Math.abs(relative) * 100, 3)} %`;
  return `${sign}${amount}`;
}
