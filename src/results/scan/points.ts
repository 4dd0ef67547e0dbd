/** The points of a scan: the runs whose results lie in the folders of one folder. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import { readMetrics } from '../metrics/read-metrics.ts';
import type { Metric } from '../metrics/metric.ts';
import type { DeclaredMetric } from '../../spec/result-settings.ts';
import { readRunRecord, type RunRecord } from '../run-record.ts';

export interface ScanPoint {
  /** Name of its folder. */
  readonly folder: string;
  readonly record: RunRecord;
  /** Empty for a run that has not finished. */
  readonly metrics: readonly Metric[];
}

/** Far more than GitLab makes of a matrix, which is 200. */
const mostPoints = 10_000;

/**
 * Reads the `run.json` of every folder in `folder`, in the order of the folders' names (`2` before `10`); folders without
 * one are passed over.
 *
 * @throws ReanaCiError `not-found` when there is no point, `usage` when a file is no run record
 */
export async function readPoints(
  folder: string,
  declared: readonly DeclaredMetric[],
): Promise<ScanPoint[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .slice(0, mostPoints);
  const points: ScanPoint[] = [];
  for (const name of names) {
    const point = await readPoint(folder, name, declared);
    if (point !== undefined) points.push(point);
  }
  if (points.length > 0) return points;
  throw new ReanaCiError('not-found', `There are no results of runs in ${folder}.`, {
    hint: 'Each point of a scan is a folder with the run.json that "reana-ci run" writes.',
  });
}

async function readPoint(
  folder: string,
  name: string,
  declared: readonly DeclaredMetric[],
): Promise<ScanPoint | undefined> {
  const place = path.join(folder, name);
  try {
    const record = await readRunRecord(path.join(place, 'run.json'));
    const files = record.files.map((file) => file.path);
    const isFinished = record.status === 'finished';
    const outputs = path.join(place, 'outputs');
    const metrics = isFinished ? await readMetrics(outputs, files, declared) : [];
    return { folder: name, record, metrics };
  } catch (error) {
    if (isReanaCiError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}
