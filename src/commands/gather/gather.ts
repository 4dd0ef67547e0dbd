/** Carries out `reana-ci gather`. */
import path from 'node:path';
import { formatFinding } from '../../base/error.ts';
import { readGitlabSettings } from '../../hosts/gitlab/environment.ts';
import { masked } from '../../base/masked.ts';
import { refuseLinkedFolder } from '../../base/replace-file.ts';
import { findResultsPlace } from '../../hosts/gitlab/results-place.ts';
import { createJobMarks } from '../../hosts/gitlab/job-marks.ts';
import { createScanNote, scanMark } from '../../hosts/gitlab/scan/scan-note.ts';
import { writeScanPage } from '../../results/page/write-scan-page.ts';
import { type PointResult, readPointResults } from '../../results/scan/point-result.ts';
import { scanError } from '../../results/scan/scan-error.ts';
import { writeScanFiles } from '../../results/scan/scan-files.ts';
import { scanDefaults } from '../../scan/defaults.ts';
import { readSettings } from '../../specification/settings-file.ts';
import type { Edge } from '../edge.ts';
import { createMask, type Mask } from '../run/run-tools.ts';
import { printScan } from '../scan/print-scan.ts';

/**
 * Prints the table of the points in `folder`, writes it there as `scan.csv` and `scan.json`, and in a GitLab job
 * keeps the note of the merge request.
 *
 * @throws ReanaCiError `not-found` without points; the worst error of a point when one of them is no success
 */
export async function gather(edge: Edge, folder: string | undefined, json: boolean): Promise<void> {
  const given = folder ?? edge.env.REANA_CI_RESULTS?.trim() ?? '';
  const place = path.resolve(edge.cwd, given === '' ? scanDefaults.results : given);
  const analysis = path.resolve(edge.cwd, edge.env.REANA_CI_ANALYSIS?.trim() ?? '');
  await refuseLinkedFolder(edge.cwd, place);
  const { metrics, problems } = await readSettings(analysis);
  for (const problem of problems) warn(edge, formatFinding(problem));
  const mask = createMask(edge);
  const results = masked(await readPointResults(place, metrics), mask.redact);
  await writeScanFiles(place, results, mask.redact);
  await writeScanPage(place, results, mask.redact);
  printScan(edge, results, json);
  await writeNote(edge, place, results, mask);
  const error = scanError(results);
  if (error !== undefined) throw error;
}

async function writeNote(
  edge: Edge,
  folder: string,
  results: readonly PointResult[],
  { redact }: Mask,
): Promise<void> {
  const settings = readGitlabSettings(edge.env);
  if (settings === undefined) return;
  const place = findResultsPlace(settings, folder);
  const note = createScanNote(settings, {
    place,
    redact,
    warn(message) {
      warn(edge, message);
    },
    signal: edge.signal,
  });
  const marks = createJobMarks(settings, { redact, signal: edge.signal });
  await marks?.finish(scanMark(results, place));
  await note?.finish(results);
}

function warn(edge: Edge, message: string): void {
  edge.stderr.write(`warning: ${message}\n`);
}
