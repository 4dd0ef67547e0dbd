/** Variables for the jobs that come after the run, or the scan. */
import type { RunRecord } from '../run-record.ts';
import type { PointResult } from '../scan/point-result.ts';

/** A value that would need quotes, or a second line, cannot be told in this format. */
const plainValue = /^[\p{L}\p{N}_ ./:@%+,=~?&()-]+$/u;
/** Bytes; GitLab takes 5 KB. */
const longestFile = 4800;

/**
 * Makes the dotenv report. None of its names is one that this program reads, so that a later run is not
 * steered by an earlier one. A job with a prefix leaves each value under two names, of which one has the prefix: of
 * two jobs in a pipeline, the plain names hold what one of them says.
 *
 * @param results folder, as later jobs see it
 * @param job name of the job
 */
export function createDotenv(record: RunRecord, results: string, job = 'reana'): string {
  return dotenvOf(job, {
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
export function createScanDotenv(
  points: readonly PointResult[],
  results: string,
  job = 'reana-scan',
): string {
  const failed = points.filter(({ exitCode }) => exitCode !== 0);
  return dotenvOf(job, {
    REANA_SCAN_POINTS: String(points.length),
    REANA_SCAN_FAILED: String(failed.length),
    REANA_SCAN_RESULTS: results,
  });
}

function dotenvOf(job: string, variables: Readonly<Record<string, string | undefined>>): string {
  let text = '';
  for (const prefix of new Set(['', variablePrefix(job)])) {
    for (const [name, value = ''] of Object.entries(variables)) {
      const line = `${prefix}${name}=${value}\n`;
      if (value === '' || !plainValue.test(value) || value.trim() !== value) continue;
      if (Buffer.byteLength(text + line) <= longestFile) text += line;
    }
  }
  return text;
}

/** `ZZ_` of the job `zz-reana`; empty for a job without a prefix, or with a name that makes no variable. */
function variablePrefix(job: string): string {
  const prefix = /^([\w-]+?[_-])reana(?:-scan|-submit)?$/.exec(job)?.[1] ?? '';
  const name = prefix.replaceAll('-', '_').toUpperCase();
  return /^\d/.test(name) ? `_${name}` : name;
}
