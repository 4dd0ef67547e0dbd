/** The points of a scan as one table: what was put in, how the run went, the numbers that came out. */
import type { Metric } from '../metrics/metric.ts';
import type { PointResult } from './point-result.ts';

export interface ScanTable {
  readonly heading: readonly string[];
  /** Numbers as they are; empty where there is none. */
  readonly rows: readonly (readonly string[])[];
}

/** Makes the table; an input that is the same at all points is left out. */
export function scanTable(results: readonly PointResult[]): ScanTable {
  const varying = varyingInputs(results);
  const metrics = metricsOf(results);
  return {
    heading: ['point', ...varying.names, 'status', ...metrics.map(headingOf)],
    rows: results.map((result, index) => [
      result.point,
      ...(varying.rows[index] ?? []),
      statusOf(result),
      ...metrics.map(({ name }) => String(valueOf(result, name) ?? '')),
    ]),
  };
}

/** As RFC 4180 has it. */
export function tableAsCsv({ heading, rows }: ScanTable): string {
  const cell = (given: string) => {
    const text = isFormula(given) ? `'${given}` : given;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [heading, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Spreadsheets calculate what begins so; an apostrophe keeps it a text. A number is none. */
function isFormula(text: string): boolean {
  return /^\s*[=+\-@\t\r\n＝＋－＠]/u.test(text) && Number.isNaN(Number(text));
}

/** The inputs that are not the same everywhere, and their values point by point; empty where there is none. */
export function varyingInputs(results: readonly PointResult[]): {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const inputs = results.map(inputsOf);
  const all = [...new Set(inputs.flatMap((input) => [...input.keys()]))];
  const names = all.filter((name) => new Set(inputs.map((input) => input.get(name))).size > 1);
  return { names, rows: inputs.map((input) => names.map((name) => input.get(name) ?? '')) };
}

/** Each metric that a point has, as the last point with it describes it. */
export function metricsOf(results: readonly PointResult[]): Metric[] {
  const byName = results.flatMap(({ metrics }) =>
    metrics.map((metric) => [metric.name, metric] as const),
  );
  return [...new Map(byName).values()];
}

export function valueOf({ metrics }: PointResult, name: string): number | undefined {
  return metrics.find((metric) => metric.name === name)?.value;
}

function statusOf({ status, exitCode }: PointResult): string {
  return exitCode === 0 ? status : `${status} (exit code ${exitCode})`;
}

function inputsOf({ inputs }: PointResult): Map<string, string> {
  return new Map([
    ...(inputs.datasets.length === 0 ? [] : [['dataset', inputs.datasets.join(' ')] as const]),
    ...Object.entries(inputs.variables),
    ...Object.entries(inputs.parameters ?? {}),
  ]);
}

function headingOf({ label, unit }: Metric): string {
  return unit === undefined ? label : `${label} [${unit}]`;
}
