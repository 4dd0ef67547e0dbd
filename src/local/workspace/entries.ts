/** What a workspace holds: walked, or matched by a path or a glob. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import picomatch from 'picomatch';

export interface WorkspaceEntry {
  /** Relative to the workspace. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink';
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
}

/** Everything below `folder`, a folder's own entry before what it holds; symbolic links are not followed. */
export async function* walk(workspace: string, folder = ''): AsyncGenerator<WorkspaceEntry> {
  const children = await readdir(path.join(workspace, folder)).catch(whenGone<string[]>([]));
  for (const child of children.sort()) {
    const entry = await childAt(workspace, folder === '' ? child : `${folder}/${child}`);
    if (entry === undefined) continue;
    yield entry;
    if (entry.kind === 'directory') yield* walk(workspace, entry.path);
  }
}

/**
 * What one path names; `undefined` when there is nothing, something that is no file, a symbolic link on the
 * way there, or a way out of the workspace.
 */
export async function entryAt(
  workspace: string,
  relative: string,
): Promise<WorkspaceEntry | undefined> {
  if (!isInside(path.posix.normalize(relative))) return undefined;
  const parent = path.posix.dirname(relative);
  if (parent !== '.' && (await entryAt(workspace, parent))?.kind !== 'directory') return undefined;
  return childAt(workspace, relative);
}

/** Without a look at the folders on the way, for those that were just walked. */
async function childAt(workspace: string, relative: string): Promise<WorkspaceEntry | undefined> {
  const stats = await lstat(path.join(workspace, relative)).catch(whenGone(undefined));
  if (stats === undefined) return undefined;
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'symlink'
        : undefined;
  if (kind === undefined) return undefined;
  return {
    path: relative,
    kind,
    size: stats.size,
    modified: stats.mtime,
  };
}

/**
 * The content of the folder, the file, or the matches of the glob that `pattern` is. In a glob `*` also
 * matches hidden files and stays within one folder; only `**` crosses them.
 */
export async function* matching(
  workspace: string,
  pattern: string,
): AsyncGenerator<WorkspaceEntry> {
  const plain = path.posix.normalize(pattern.replace(/^\/+/, '') || '.').replace(/\/$/, '');
  if (!isInside(plain)) return;
  const named = await entryAt(workspace, plain);
  if (named?.kind === 'directory') yield* walk(workspace, plain === '.' ? '' : plain);
  else if (named !== undefined) yield named;
  else yield* globbed(workspace, plain);
}

async function* globbed(workspace: string, pattern: string): AsyncGenerator<WorkspaceEntry> {
  const options = { dot: true, nobrace: true, noextglob: true, nonegate: true };
  const { base, isGlob } = picomatch.scan(pattern, options);
  if (!isGlob || (await entryAt(workspace, base || '.'))?.kind !== 'directory') return;
  const isMatch = picomatch(pattern, options);
  for await (const entry of walk(workspace, base === '.' ? '' : base)) {
    if (isMatch(entry.path)) yield entry;
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
