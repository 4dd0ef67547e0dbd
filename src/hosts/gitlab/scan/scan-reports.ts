/** The reports that GitLab reads of a scan as a whole; those of each run are in the folder of its point. */
import path from 'node:path';
import { makeFolder, replaceFile } from '../../../base/replace-file.ts';
import { pageFile } from '../../../results/page/write-page.ts';
import { createAnnotations, type Link } from '../../../results/reports/annotations.ts';
import { createScanDotenv } from '../../../results/reports/dotenv.ts';
import type { PointResult } from '../../../results/scan/point-result.ts';
import { scanTableFile } from '../../../results/scan/scan-files.ts';
import type { ResultsPlace } from '../results-place.ts';

/** GitLab shows the links one below the other. */
const mostLinks = 50;

/**
 * Writes `annotations.json` and `reana.env`.
 *
 * @param folder of the scan, absolute
 * @throws ReanaCiError `local-io` when they cannot be written
 */
export async function writeScanReports(
  folder: string,
  results: readonly PointResult[],
  place: ResultsPlace,
  job: string,
): Promise<void> {
  await makeFolder(folder, '');
  const files = {
    'annotations.json': createAnnotations(linksOf(results, place)),
    'reana.env': createScanDotenv(results, place.folder, job),
  };
  for (const [name, text] of Object.entries(files)) {
    await replaceFile(path.join(folder, name), (handle) => handle.writeFile(text));
  }
}

/** Points that failed come first, as there may be more than can be shown. */
function linksOf(results: readonly PointResult[], { linkTo }: ResultsPlace): Link[] {
  const inOrder = results.toSorted((a, b) => Number(a.exitCode === 0) - Number(b.exitCode === 0));
  const runs = inOrder.flatMap(({ point, url, status }) =>
    url === undefined ? [] : [{ label: `${point} (${status}) on REANA`, url }],
  );
  const page = { label: 'Page of the scan', url: linkTo(pageFile) };
  const table = { label: 'Table of the points', url: linkTo(scanTableFile) };
  return [page, table, ...runs.slice(0, mostLinks)];
}
