/** The numbers of a run: those its analysis declares, and the limits among its outputs. */
import { createTimeBudget, type WithinBudget } from '../../base/time-limit.ts';
import { parsePointer } from '../../base/json-pointer.ts';
import { readLimits } from '../limits.ts';
import type { DeclaredMetric } from '../../specification/metric-settings.ts';
import { parsePythonJson, readOutput } from '../read-output.ts';
import { limitMetrics } from './limit-metrics.ts';
import type { Metric } from './metric.ts';

/** More would make no table that anybody reads. */
const mostMetrics = 500;
/** Milliseconds; one pattern must not keep the results of a whole run, or of other runs, from being told. */
const patternTime = 2000;
/** Milliseconds for all patterns of an analysis. */
const allPatternsTime = 5000;

/**
 * @param directory of the outputs
 * @param files of the run, relative to it
 * @returns the declared metrics in their order, each with a value or why it has none; then the limits in files
 * that no declared metric reads
 */
export async function readMetrics(
  directory: string,
  files: readonly string[],
  declared: readonly DeclaredMetric[],
): Promise<Metric[]> {
  const metrics: Metric[] = [];
  const within = createTimeBudget(allPatternsTime);
  for (const metric of declared) metrics.push(await readDeclared(directory, files, metric, within));
  const taken = new Set(declared.map(({ file }) => file));
  const tables = await readLimits(
    directory,
    files.filter((file) => !taken.has(file)),
  );
  const names = new Set(metrics.map(({ name }) => name));
  for (const metric of limitMetrics(tables)) {
    if (metrics.length >= mostMetrics) break;
    if (!names.has(metric.name)) metrics.push(metric);
    names.add(metric.name);
  }
  return metrics;
}

async function readDeclared(
  directory: string,
  files: readonly string[],
  { name, label, unit, better, file, place }: DeclaredMetric,
  within: WithinBudget,
): Promise<Metric> {
  const found = files.includes(file)
    ? findValue(await readOutput(directory, file), file, place, within)
    : `${file} is not among the outputs`;
  return {
    name,
    label,
    ...(unit === undefined ? {} : { unit }),
    ...(better === undefined ? {} : { better }),
    ...(typeof found === 'number' ? { value: found } : { problem: found }),
  };
}

/** @returns the number, or why there is none */
function findValue(
  text: string | undefined,
  file: string,
  place: DeclaredMetric['place'],
  within: WithinBudget,
): number | string {
  if (text === undefined) return `${file} cannot be read, or is larger than 4 MiB`;
  if ('pattern' in place) {
    const { pattern } = place;
    const match = within(patternTime, () => pattern.exec(text));
    if (match === undefined) return `the pattern takes too long in ${file}`;
    if (match === null) return `nothing in ${file} matches the pattern`;
    return asNumber(match[1] ?? match[0]) ?? `what matches in ${file} is no number`;
  }
  const document = parsePythonJson(text);
  if (document === undefined) return `${file} is not JSON`;
  const value = follow(document, place.pointer);
  if (value === undefined) return `${file} has nothing at ${place.pointer}`;
  return asNumber(value) ?? `${place.pointer} in ${file} is no number`;
}

/** A JSON pointer, as RFC 6901 defines it. */
function follow(document: unknown, pointer: string): unknown {
  let value = document;
  for (const key of parsePointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
