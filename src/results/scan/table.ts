/** The points of a scan as one table: what was put in, how the run went, the numbers that came out. */
import type { Metric } from '../metrics/metric.ts';
import type { RunRecord } from '../run-record.ts';
import type { ScanPoint } from './points.ts';

export interface ScanTable {
  readonly heading: readonly string[];
  /** Numbers as they are; empty where there is none. */
  readonly rows: readonly (readonly string[])[];
}

/** Makes the table; an input that is the same at all points is left out. */
export function scanTable(points: readonly ScanPoint[]): ScanTable {
  const inputs = points.map(({ record }) => inputsOf(record));
  const names = [...new Set(inputs.flatMap((input) => [...input.keys()]))];
  const varying = names.filter((name) => new Set(inputs.map((input) => input.get(name))).size > 1);
  const metrics = [...new Map(points.flatMap((point) => point.metrics.map(byName))).values()];
  return {
    heading: ['point', ...varying, 'status', ...metrics.map(headingOf)],
    rows: points.map(({ folder, record, metrics: values }, index) => [
      folder,
      ...varying.map((name) => inputs[index]?.get(name) ?? ''),
      record.exitCode === 0 ? record.status : `${record.status} (exit code ${record.exitCode})`,
      ...metrics.map(({ name }) => String(values.find((one) => one.name === name)?.value ?? '')),
    ]),
  };
}

/** As RFC 4180 has it. */
export function tableAsCsv({ heading, rows }: ScanTable): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [heading, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function inputsOf({ inputs }: RunRecord): Map<string, string> {
  return new Map([
    ...(inputs.datasets.length === 0 ? [] : [['dataset', inputs.datasets.join(' ')] as const]),
    ...Object.entries(inputs.variables),
    ...Object.entries(inputs.parameters ?? {}),
  ]);
}

function byName(metric: Metric): [string, Metric] {
  return [metric.name, metric];
}

function headingOf({ label, unit }: Metric): string {
  return unit === undefined ? label : `${label} [${unit}]`;
}
