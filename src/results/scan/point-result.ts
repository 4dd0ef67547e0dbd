/** The result of one point of a scan: a small record for tables and scripts, an element of `scan.json`. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import type { DeclaredMetric } from '../../specification/metric-settings.ts';
import type { Metric } from '../metrics/metric.ts';
import { readMetrics } from '../metrics/read-metrics.ts';
import { readRunRecord, type RunRecord } from '../run-record.ts';

export interface PointResult extends Pick<
  RunRecord,
  'id' | 'name' | 'url' | 'status' | 'exitCode' | 'error' | 'inputs'
> {
  /** Name of its folder in that of the scan. */
  readonly point: string;
  /** Empty for a run that has not finished. */
  readonly metrics: readonly Metric[];
}

/** Far more than GitLab makes of a matrix, which is 200. */
const mostPoints = 10_000;

/**
 * Makes the result of a point whose record and outputs are in `folder`.
 *
 * @param declared metrics, besides the limits that are found without
 */
export async function pointResult(
  folder: string,
  record: RunRecord,
  declared: readonly DeclaredMetric[],
): Promise<PointResult> {
  const { id, name, url, status, exitCode, error, inputs } = record;
  const files = record.files.map((file) => file.path);
  const metrics =
    status === 'finished' ? await readMetrics(path.join(folder, 'outputs'), files, declared) : [];
  return {
    point: path.basename(folder),
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
    status,
    exitCode,
    ...(error === undefined ? {} : { error }),
    inputs,
    metrics,
  };
}

/**
 * Reads the `run.json` of every folder in `folder`, in the order of the folders' names (`2` before `10`); folders without
 * one are ignored.
 *
 * @throws ReanaCiError `not-found` when there is no point, `usage` when a file is no run record
 */
export async function readPointResults(
  folder: string,
  declared: readonly DeclaredMetric[],
): Promise<PointResult[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .slice(0, mostPoints);
  const results: PointResult[] = [];
  for (const name of names) {
    const place = path.join(folder, name);
    const record = await readRecord(place);
    if (record !== undefined) results.push(await pointResult(place, record, declared));
  }
  if (results.length > 0) return results;
  throw new ReanaCiError('not-found', `There are no results of runs in ${folder}.`, {
    hint: 'Each point of a scan is a folder with the run.json that "reana-ci run" writes.',
  });
}

async function readRecord(folder: string): Promise<RunRecord | undefined> {
  try {
    return await readRunRecord(path.join(folder, 'run.json'));
  } catch (error) {
    if (isReanaCiError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}
