/** `metrics.json`: the numbers of a run, kept as an artifact for later runs to compare with. */
import * as v from 'valibot';
import type { Metric } from './metric.ts';

export const metricsFileName = 'metrics.json';

export interface MetricsFile {
  readonly version: 1;
  /** Short commit id, or another name of what was run. */
  readonly source: string;
  /** Web page of the run or job. */
  readonly url?: string;
  /** The analysis, where it is not the repository's own: jobs of one name can run several. */
  readonly analysis?: string;
  readonly metrics: readonly Metric[];
}

export function writeMetricsFile(file: MetricsFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** @returns `undefined` when `text` is none of our files */
export function readMetricsFile(text: string): MetricsFile | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

const optionalText = v.exactOptional(v.string());

export const metricSchema = v.object({
  name: v.string(),
  label: v.string(),
  unit: optionalText,
  better: v.exactOptional(v.picklist(['lower', 'higher'])),
  value: v.exactOptional(v.pipe(v.number(), v.finite())),
  band: v.exactOptional(v.object({ low: v.number(), high: v.number() })),
  problem: optionalText,
}) satisfies v.GenericSchema<unknown, Metric>;

const schema = v.object({
  version: v.literal(1),
  source: v.string(),
  url: optionalText,
  analysis: optionalText,
  metrics: v.array(metricSchema),
}) satisfies v.GenericSchema<unknown, MetricsFile>;
