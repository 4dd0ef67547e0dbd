/** Carries out `reana-ci scan`. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatFinding, ReanaCiError } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import { formatTable } from '../../base/table.ts';
import { readMetricSettings } from '../../spec/result-settings.ts';
import { readPoints, type ScanPoint } from '../../results/scan/points.ts';
import { scanTable, tableAsCsv } from '../../results/scan/table.ts';
import type { Edge } from '../edge.ts';
import { printJson, printLines } from '../output.ts';

const defaultFolder = 'scan';

/**
 * Prints the table of the points in `folder` and writes it there as `scan.csv` and `scan.json`.
 *
 * @throws ReanaCiError `not-found` without points, `run-failed` when one of them is no success
 */
export async function scan(edge: Edge, folder: string | undefined, json: boolean): Promise<void> {
  const given = folder ?? edge.env.REANA_CI_RESULTS?.trim() ?? '';
  const place = path.resolve(edge.cwd, given === '' ? defaultFolder : given);
  const { metrics, problems } = await readMetricSettings(edge.cwd);
  for (const problem of problems) edge.stderr.write(`warning: ${formatFinding(problem)}\n`);
  const points = await readPoints(place, metrics);
  const table = scanTable(points);
  const data = points.map(describe);
  await writeFile(path.join(place, 'scan.csv'), tableAsCsv(table));
  await writeFile(path.join(place, 'scan.json'), `${JSON.stringify(data, undefined, 2)}\n`);
  if (json) printJson(edge, data);
  else printLines(edge, formatTable([table.heading, ...table.rows]));
  const failed = points.filter(({ record }) => record.exitCode !== 0);
  if (failed.length === 0) return;
  const names = failed.map((point) => point.folder).join(', ');
  throw new ReanaCiError(
    'run-failed',
    `${formatCount(failed.length, 'point')} of ${points.length} came to nothing: ${names}.`,
    { hint: 'The jobs of these points tell what happened; the others are in the table.' },
  );
}

function describe({ folder, record, metrics }: ScanPoint) {
  const { id, name, url, status, exitCode, inputs } = record;
  return { point: folder, id, name, url, status, exitCode, inputs, metrics };
}
