/** The results of a point that an earlier call has brought here already. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isReanaCiError } from '../base/error.ts';
import { isOnThisMachine } from '../base/loopback.ts';
import { readRunRecord, type RunRecord } from '../results/run-record.ts';
import { outputsFolder } from '../run/collect/collect.ts';
import { recordFile } from '../run/collect/report.ts';

/**
 * Reads the record in `folder` when it is of the job with `digest`, a success on this server, and all its
 * files are there.
 */
export async function findFinished(
  folder: string,
  digest: string,
  server: string,
): Promise<RunRecord | undefined> {
  const record = await readRecord(path.join(folder, recordFile));
  if (record?.digest !== digest || record.exitCode !== 0 || record.status !== 'finished') {
    return undefined;
  }
  if (!isSame(record.server, server)) return undefined;
  for (const file of record.files) {
    if ((await sizeOf(path.join(folder, outputsFolder, file.path))) !== file.size) return undefined;
  }
  return record;
}

async function readRecord(file: string): Promise<RunRecord | undefined> {
  try {
    return await readRunRecord(file);
  } catch (error) {
    if (isReanaCiError(error)) return undefined;
    throw error;
  }
}

/** The embedded server has another port each time. */
function isSame(before: string, now: string): boolean {
  return before === now || (isOnThisMachine(before) && isOnThisMachine(now));
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}
