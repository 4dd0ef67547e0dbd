/**
 * Files that an earlier run has left in the results folder: gone once the results of another one are there, which
 * nobody should take them for. Only what a `run.json` tells to be of a run is touched.
 */
import { lstat, realpath, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { isReanaCiError } from '../../base/error.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import { type Leftovers, readRunRecord, type RunRecord } from '../../results/run-record.ts';
import { logsFolder, outputsFolder } from './collect.ts';
import { createDigests } from '../plan/job-identity.ts';

/**
 * The record with what is left of other runs, after removing it if `record` brings results of its own. A run
 * that brings none, as it was refused or cut off, takes nothing away.
 *
 * @param results absolute folder
 * @param file the record that is about to be replaced
 */
export async function withoutLeftovers(
  record: RunRecord,
  results: string,
  file: string,
): Promise<RunRecord> {
  const left = without(await readLeftovers(file), record);
  const isBrought = record.timings.collected !== undefined;
  // What this run has brought before may be on the server no more.
  const [kept, stale] = isBrought ? partition(left, ({ id }) => id === record.id) : [left, []];
  for (const { files, logs } of stale) {
    for (const log of logs) await remove(results, log);
    for (const { path: name, ...was } of files) {
      await remove(path.join(results, outputsFolder), name, was);
    }
  }
  return kept.length === 0 ? record : { ...record, leftovers: kept };
}

async function readLeftovers(file: string): Promise<Leftovers[]> {
  try {
    const { id, files, leftovers = [], ...record } = await readRunRecord(file);
    return id === undefined ? [...leftovers] : [{ id, files, logs: logsOf(record) }, ...leftovers];
  } catch (error) {
    // No record, or none of ours: whatever lies there is foreign.
    if (isReanaCiError(error)) return [];
    throw error;
  }
}

function logsOf({ steps, engineLog }: Pick<RunRecord, 'steps' | 'engineLog'>): string[] {
  const logs = [engineLog, ...steps.map((step) => step.log)];
  return logs.filter((log) => log !== undefined);
}

/** Without what the new record has in the same places. */
function without(leftovers: readonly Leftovers[], record: RunRecord): Leftovers[] {
  const paths = new Set(record.files.map((file) => file.path));
  const logs = new Set(logsOf(record));
  return leftovers
    .map((left) => ({
      ...left,
      files: left.files.filter((file) => !paths.has(file.path)),
      logs: left.logs.filter((log) => !logs.has(log)),
    }))
    .filter((left) => left.files.length + left.logs.length > 0);
}

function partition<Item>(
  items: readonly Item[],
  isFirst: (item: Item) => boolean,
): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/**
 * Removes a file below `root`, and the folders that are empty then.
 *
 * @param was the file has to be still so; a changed one is somebody's work
 */
async function remove(
  root: string,
  name: string,
  was?: { readonly size: number; readonly sha256: string },
): Promise<void> {
  const relative = safeRelativePath(name);
  const isLog = was === undefined;
  if (relative === undefined || (isLog && !relative.startsWith(`${logsFolder}/`))) return;
  try {
    const top = await realpath(path.dirname(root));
    const folder = path.join(top, path.basename(root), path.dirname(relative));
    // No symbolic link may lead elsewhere.
    if ((await realpath(folder)) !== folder) return;
    const file = path.join(folder, path.basename(relative));
    const status = await lstat(file);
    if (!status.isFile()) return;
    if (was !== undefined) {
      if (status.size !== was.size) return;
      const digest = await createDigests()({ path: name, file, size: status.size });
      if (digest !== was.sha256) return;
    }
    await unlink(file);
    for (
      let parts = relative.split('/').slice(0, -1);
      parts.length > 0;
      parts = parts.slice(0, -1)
    ) {
      await rmdir(path.join(top, path.basename(root), ...parts));
    }
  } catch {
    // It is gone, may not be removed, or its folder has other things in it.
  }
}
