/** Files that PanDA looks for when a payload has ended: its error, what to show of it, its logs. */
import { copyFile, link, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../base/replace-file.ts';
import type { LimitTable } from '../../results/limits.ts';
import type { RunRecord } from '../../results/run-record.ts';

/** In the job's folder, one above that of the payload. */
const errorReport = '../payload_error_report.json';
const metadataFile = 'userJobMetadata.json';
/** PanDA leaves out a metadata file of more than 1 MiB. */
const largestMetadata = 1024 * 1024;
/** The monitor shows about 256 characters. */
const longestError = 250;

/** Name under which PanDA keeps a log, also of a job that fails. */
export function logNameOf(name: string): string {
  return `log.reana.${name}`;
}

/**
 * Tells the pilot what to show as the job's error.
 *
 * @throws ReanaCiError `local-io`
 */
export async function writeErrorReport(
  folder: string,
  exitCode: number,
  text: string,
): Promise<void> {
  const report = { error_code: exitCode, error_diag: text.slice(0, longestError) };
  await writeJson(path.join(folder, errorReport), report);
}

/** The report of an earlier command of this job would fail the job even though this one has succeeded. */
export async function removeErrorReport(folder: string): Promise<void> {
  await rm(path.join(folder, errorReport), { force: true });
}

/**
 * Writes what the PanDA monitor keeps of the job.
 *
 * @throws ReanaCiError `local-io`
 */
export async function writeMetadata(
  folder: string,
  record: RunRecord,
  limits: readonly LimitTable[],
): Promise<void> {
  const whole = { reana: { ...describeRun(record), limits } };
  const isLarge = Buffer.byteLength(JSON.stringify(whole)) > largestMetadata;
  await writeJson(
    path.join(folder, metadataFile),
    isLarge ? { reana: describeShortly(record) } : whole,
  );
}

/**
 * Puts the logs of the engine and of all steps, and the run's record, where PanDA keeps them.
 *
 * @param results absolute folder of `logs/` and `run.json`
 */
export async function keepLogs(folder: string, results: string): Promise<void> {
  const logs = path.join(results, 'logs');
  const names = await readdir(logs).catch(() => []);
  const files = [path.join(results, 'run.json'), ...names.map((name) => path.join(logs, name))];
  for (const file of files) await keep(file, path.join(folder, logNameOf(path.basename(file))));
}

function describeRun(record: RunRecord) {
  return { ...describeShortly(record), datasets: record.inputs.datasets, missing: record.missing };
}

function describeShortly(record: RunRecord) {
  const { id, name, url, server, status, reattached, exitCode, timings, steps, files } = record;
  const count = (wanted: string) => steps.filter((step) => step.status === wanted).length;
  return {
    id,
    run: name,
    url,
    server,
    status,
    reattached,
    exitCode,
    timings,
    seconds: {
      untilRunning: secondsBetween(timings.submitted, timings.started),
      running: secondsBetween(timings.started, timings.ended),
      total: secondsBetween(timings.begun, timings.collected ?? timings.ended),
    },
    steps: { total: steps.length, finished: count('finished'), failed: count('failed') },
    outputs: { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) },
  };
}

/** `undefined` is left out of JSON. */
function secondsBetween(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

/** Two names of one file where the disk allows it: logs can be large, and the disk of a job is not. */
async function keep(file: string, target: string): Promise<void> {
  await rm(target, { force: true });
  try {
    await link(file, target);
  } catch {
    // Missing, or a disk without hard links: what cannot be copied either has no place in the job's log.
    await copyFile(file, target).catch(() => undefined);
  }
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await replaceFile(file, (handle) => handle.writeFile(`${JSON.stringify(value, undefined, 2)}\n`));
}
