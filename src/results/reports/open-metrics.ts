/** The numbers of a run in OpenMetrics text, which GitLab Premium compares with the target branch. */
import type { Metric } from '../metrics/metric.ts';
import type { RunRecord } from '../run-record.ts';

/** Makes the report; metrics without a value are left out. */
export function createOpenMetrics(record: RunRecord, metrics: readonly Metric[]): string {
  const { submitted, ended } = record.timings;
  const failed = record.steps.filter((step) => step.status === 'failed').length;
  const own: Metric[] = [
    { name: 'steps', label: 'Steps of the run', value: record.steps.length },
    { name: 'failed_steps', label: 'Failed steps of the run', value: failed },
  ];
  if (submitted !== undefined && ended !== undefined) {
    const value = (Date.parse(ended) - Date.parse(submitted)) / 1000;
    own.push({ name: 'run_seconds', label: 'From submission to the end', unit: 's', value });
  }
  const names = new Set<string>();
  const lines = [...own, ...metrics].flatMap((metric) => {
    if (metric.value === undefined || names.has(metric.name)) return [];
    names.add(metric.name);
    return family(metric, metric.value);
  });
  return `${[...lines, '# EOF'].join('\n')}\n`;
}

function family({ name, label, unit }: Metric, value: number): string[] {
  const full = `reana_${name}`;
  const help = unit === undefined ? label : `${label} [${unit}]`;
  return [`# TYPE ${full} gauge`, `# HELP ${full} ${escapeHelp(help)}`, `${full} ${value}`];
}

function escapeHelp(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\r\n]+/g, ' ');
}
