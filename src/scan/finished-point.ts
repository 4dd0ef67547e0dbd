/** The results of a point that an earlier call has brought here already. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { isReanaCiError } from '../base/error.ts';
import { isOnThisMachine } from '../base/loopback.ts';
import { safeRelativePath } from '../base/safe-path.ts';
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
  // A repository can bring records along: they lead nowhere else, whatever they say.
  if (record.url !== `${record.server}/details/${record.id ?? ''}`) return undefined;
  for (const { path: name, size } of record.files) {
    const plain = safeRelativePath(name);
    if (plain === undefined) return undefined;
    if ((await sizeOf(path.join(folder, outputsFolder, plain))) !== size) return undefined;
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
    return (await lstat(file)).size;
  } catch {
    return undefined;
  }
}
