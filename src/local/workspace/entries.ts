/** The entries of a workspace: walked, or matched by a folder or a glob. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { RestError } from '../rest-error.ts';
import { readGlob } from './glob.ts';
import { bytesOfName, nameOfBytes } from './file-name.ts';

export interface WorkspaceEntry {
  /** Relative to the workspace. */
  readonly path: string;
  /** `other`: a pipe, a socket, a device. */
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Bytes that it takes on the disk. */
  readonly stored: number;
  readonly modified: Date;
}

/** Everything below `folder`, a folder's own entry before what it holds; symbolic links are not followed. */
export async function* walk(workspace: string, folder = ''): AsyncGenerator<WorkspaceEntry> {
  const place = bytesOfName(path.join(workspace, folder));
  const found = await readdir(place, 'buffer').catch(whenGone<Buffer[]>([]));
  const children = found.map((child) => nameOfBytes(child));
  for (const child of children.sort()) {
    const entry = await childAt(workspace, folder === '' ? child : `${folder}/${child}`);
    if (entry === undefined) continue;
    yield entry;
    if (entry.kind === 'directory') yield* walk(workspace, entry.path);
  }
}

/**
 * The entry at one path; `undefined` when there is nothing, a symbolic link on the way there, or a way out of
 * the workspace.
 */
export async function entryAt(
  workspace: string,
  relative: string,
): Promise<WorkspaceEntry | undefined> {
  if (path.posix.isAbsolute(relative)) return undefined;
  if (!isInside(path.posix.normalize(relative))) return undefined;
  const parent = path.posix.dirname(relative);
  if (parent !== '.' && (await entryAt(workspace, parent))?.kind !== 'directory') return undefined;
  return childAt(workspace, relative);
}

/** Without a look at the folders on the way, for those that were just walked. */
async function childAt(workspace: string, relative: string): Promise<WorkspaceEntry | undefined> {
  const place = bytesOfName(path.join(workspace, relative));
  const stats = await lstat(place).catch(whenGone(undefined));
  if (stats === undefined) return undefined;
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'symlink'
        : 'other';
  return {
    path: relative,
    kind,
    size: stats.size,
    stored: stats.blocks * 512,
    modified: stats.mtime,
  };
}

/**
 * The content of the folder, or the matches of the glob, that `pattern` is. All but folders are matched as
 * globs, so that a name with `[` in it has to be written with `[[]`.
 *
 * @throws RestError 400 for a pattern that climbs out
 */
export async function* matching(
  workspace: string,
  pattern: string,
): AsyncGenerator<WorkspaceEntry> {
  const plain = pattern.replace(/^\/+/, '').replace(/\/{2,}/g, '/');
  if (plain.split('/').includes('..')) {
    throw new RestError(400, "'..' is not a valid path component");
  }
  const folder = plain.replace(/\/$/, '');
  if (folder === '' || folder === '.' || folder.includes('\0')) return;
  if ((await entryAt(workspace, folder))?.kind === 'directory') yield* walk(workspace, folder);
  else yield* globbed(workspace, plain);
}

async function* globbed(workspace: string, pattern: string): AsyncGenerator<WorkspaceEntry> {
  const glob = readGlob(pattern);
  const { folder } = glob;
  if (folder !== '' && (await entryAt(workspace, folder))?.kind !== 'directory') return;
  for await (const entry of walk(workspace, folder)) {
    if (glob.matches(entry.path)) yield entry;
  }
}

function isInside(normalized: string): boolean {
  return normalized !== '..' && !normalized.startsWith('../');
}

/** A job may remove a file while we look: then it is not there. */
function whenGone<T>(instead: T): (error: unknown) => T {
  return (error) => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return instead;
    throw error;
  };
}
