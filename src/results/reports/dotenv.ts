/** Variables for the jobs that come after the run, or the scan. */
import type { RunRecord } from '../run-record.ts';
import type { PointResult } from '../scan/point-result.ts';

/** A value that would need quotes, or a second line, cannot be told in this format. */
const plainValue = /^[\p{L}\p{N}_ ./:@%+,=~?&()-]+$/u;
/** Bytes; GitLab takes 5 KB. */
const longestFile = 4800;

/**
 * Makes the dotenv report. None of its names is one that this program reads, so that a later run is not
 * steered by an earlier one.
 *
 * @param results folder, as later jobs see it
 */
export function createDotenv(record: RunRecord, results: string): string {
  return dotenvOf({
    REANA_RUN_ID: record.id,
    REANA_RUN_NAME: record.name,
    REANA_RUN_STATUS: record.status,
    REANA_RUN_URL: record.url,
    REANA_RUN_DIGEST: record.digest,
    REANA_RUN_RESULTS: results,
    REANA_RUN_EXIT_CODE: String(record.exitCode),
  });
}

/** Makes the dotenv report of a scan; as {@link createDotenv} does. */
export function createScanDotenv(points: readonly PointResult[], results: string): string {
  const failed = points.filter(({ exitCode }) => exitCode !== 0);
  return dotenvOf({
    REANA_SCAN_POINTS: String(points.length),
    REANA_SCAN_FAILED: String(failed.length),
    REANA_SCAN_RESULTS: results,
  });
}

function dotenvOf(variables: Readonly<Record<string, string | undefined>>): string {
  let text = '';
  for (const [name, value = ''] of Object.entries(variables)) {
    const line = `${name}=${value}\n`;
    if (value === '' || !plainValue.test(value) || value.trim() !== value) continue;
    if (Buffer.byteLength(text + line) <= longestFile) text += line;
  }
  return text;
}
