/** Each step's log as a file of its own. */
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { forEachLimited } from '../base/limit.ts';
import type { Redact } from '../base/redact.ts';
import { makeFolder, replaceFile } from '../base/replace-file.ts';
import type { RunLogs } from '../reana/types.ts';

/** The workflow engine's own log. */
export const engineLogName = 'engine.log';

const longestName = 80;

/**
 * Writes `engine.log` and one file per job, `01-rucio_download.log`, numbered in the order of creation.
 *
 * @param redact masks secrets that a step may have printed
 * @returns the file names by job id, relative to `directory`
 * @throws ReanaCiError `local-io` when nothing can be written there
 */
export async function writeStepLogs(
  logs: RunLogs,
  directory: string,
  redact: Redact = (text) => text,
): Promise<ReadonlyMap<string, string>> {
  await makeFolder(path.dirname(directory), path.basename(directory));
  const names = new Map(
    logs.jobs.map((job, index) => [
      job.id,
      logFileName(redact(job.name), index + 1, logs.jobs.length),
    ]),
  );
  await writeLog(path.join(directory, engineLogName), logs.engine, logs.engineFile, redact);
  await forEachLimited(logs.jobs, 4, async (job) => {
    await writeLog(
      path.join(directory, names.get(job.id) ?? job.id),
      job.logs,
      job.logFile,
      redact,
    );
  });
  return names;
}

/** Step names come from the server: only harmless characters are kept, and the number makes it unique. */
function logFileName(step: string, number: number, total: number): string {
  const digits = Math.max(2, String(total).length);
  const name = step.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, longestName);
  return `${String(number).padStart(digits, '0')}-${name === '' ? 'step' : name}.log`;
}

/** A log that is too long for the memory is in a file already, with its secrets masked. */
async function writeLog(
  file: string,
  text: string,
  whole: string | undefined,
  redact: Redact,
): Promise<void> {
  if (whole === undefined) await writeText(file, redact(text));
  else await rename(whole, file);
}

async function writeText(file: string, text: string): Promise<void> {
  const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await replaceFile(file, (handle) => handle.writeFile(ended), { size: Buffer.byteLength(ended) });
}
