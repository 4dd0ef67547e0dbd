/** Variables for the jobs that come after the run. */
import type { RunRecord } from '../run-record.ts';

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
  const variables: Readonly<Record<string, string | undefined>> = {
    REANA_RUN_ID: record.id,
    REANA_RUN_NAME: record.name,
    REANA_RUN_STATUS: record.status,
    REANA_RUN_URL: record.url,
    REANA_RUN_DIGEST: record.digest,
    REANA_RUN_RESULTS: results,
    REANA_RUN_EXIT_CODE: String(record.exitCode),
  };
  let text = '';
  for (const [name, value = ''] of Object.entries(variables)) {
    const line = `${name}=${value}\n`;
    if (value === '' || !plainValue.test(value) || value.trim() !== value) continue;
    if (Buffer.byteLength(text + line) <= longestFile) text += line;
  }
  return text;
}
