/** Removing and moving files of a workspace. */
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '../../base/json.ts';
import { pythonRepr } from '../../languages/python/value.ts';
import { isSystemError, RestError, systemError } from '../rest-error.ts';
import { entryAt, matching, walk, type WorkspaceEntry } from './entries.ts';
import { pathParts, resolveInside } from './workspace-path.ts';

/** What was removed with its size, and what could not be. */
export interface Removal {
  readonly deleted: Readonly<Record<string, { readonly size: number }>>;
  readonly failed: Readonly<Record<string, { readonly error: string }>>;
}

/** Removes the files of a folder, or the matches of a glob; nothing is fine. */
export async function removeFiles(workspace: string, pattern: string): Promise<Removal> {
  const entries: WorkspaceEntry[] = [];
  if (pattern.split('/').includes('..')) return { deleted: {}, failed: {} };
  for await (const entry of matching(workspace, pattern)) entries.push(entry);
  // Children come after their folder, and must go before it.
  return remove(workspace, entries.reverse());
}

/** Removes every file that is not kept, and the folders that are then empty. */
export async function pruneFiles(
  workspace: string,
  kept: (file: string) => boolean,
): Promise<void> {
  const entries: WorkspaceEntry[] = [];
  for await (const entry of walk(workspace)) entries.push(entry);
  for (const entry of entries.reverse()) {
    const absolute = path.join(workspace, entry.path);
    if (entry.kind === 'directory') await rmdir(absolute).catch(() => undefined);
    else if (!kept(entry.path)) await rm(absolute, { force: true });
  }
}

/** Which files a specification's `inputs` or `outputs` section declares. */
export function declaredIn(section: unknown): (file: string) => boolean {
  const { files, directories } = (section ?? {}) as JsonObject;
  const names = (list: unknown): string[] =>
    Array.isArray(list) ? list.map((name) => path.posix.normalize(String(name))) : [];
  const declaredFiles = new Set(names(files));
  const folders = names(directories).map((name) => (name.endsWith('/') ? name : `${name}/`));
  return (file) => declaredFiles.has(file) || folders.some((folder) => file.startsWith(folder));
}

/**
 * Moves files, or one folder, within the workspace.
 *
 * @throws RestError 409 when the source does not exist or a path leaves the workspace
 */
export async function moveFiles(workspace: string, source: string, target: string): Promise<void> {
  try {
    await move(workspace, source, target);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    throw new RestError(409, `Something went wrong:\n ${error.message}`);
  }
}

async function move(workspace: string, source: string, target: string): Promise<void> {
  const from = await sources(workspace, source);
  if (from.length === 0) {
    throw new RestError(409, `${systemError('ENOENT', source)} -> ${pythonRepr(target)}`);
  }
  const targetParts = pathParts(target.replace(/\/+$/, ''));
  const destination = await resolveInside(workspace, targetParts);
  const intoFolder =
    target.endsWith('/') ||
    from.length > 1 ||
    (await entryAt(workspace, targetParts.join('/')))?.kind === 'directory';
  for (const relative of from) {
    const to = intoFolder ? path.join(destination, path.basename(relative)) : destination;
    await mkdir(path.dirname(to), { recursive: true });
    await rename(path.join(workspace, relative), to);
  }
}

async function sources(workspace: string, source: string): Promise<string[]> {
  const plain = source.replace(/\/+$/, '');
  await resolveInside(workspace, pathParts(plain));
  const named = await entryAt(workspace, pathParts(plain).join('/'));
  if (named !== undefined) return [named.path];
  const matches: string[] = [];
  for await (const entry of matching(workspace, plain)) matches.push(entry.path);
  return matches;
}

async function remove(workspace: string, entries: readonly WorkspaceEntry[]): Promise<Removal> {
  const deleted: Record<string, { size: number }> = {};
  const failed: Record<string, { error: string }> = {};
  for (const entry of entries) {
    const absolute = path.join(workspace, entry.path);
    try {
      await resolveInside(workspace, entry.path.split('/').slice(0, -1));
      if (entry.kind === 'directory') await rmdir(absolute);
      else await rm(absolute);
      // Folders go with what they held, and are not told of.
      if (entry.kind !== 'directory') deleted[entry.path] = { size: entry.size };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      failed[entry.path] = {
        error: isSystemError(code) ? systemError(code, entry.path) : message,
      };
    }
  }
  return { deleted, failed };
}
