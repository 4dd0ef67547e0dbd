/** Writes the page of a scan beside `scan.json`. */
import path from 'node:path';
import { masked } from '../../base/masked.ts';
import type { Redact } from '../../base/redact.ts';
import { replaceFile } from '../../base/replace-file.ts';
import type { PointResult } from '../scan/point-result.ts';
import { pageOfScan } from './scan-page.ts';
import { pageFile } from './write-page.ts';

/**
 * @param folder of the scan, absolute
 * @param redact masks secrets
 * @throws ReanaCiError `local-io` when the file cannot be written
 */
export async function writeScanPage(
  folder: string,
  results: readonly PointResult[],
  redact: Redact,
): Promise<void> {
  const bytes = Buffer.from(pageOfScan(masked(results, redact)));
  await replaceFile(path.join(folder, pageFile), (handle) => handle.writeFile(bytes), {
    size: bytes.length,
  });
}
