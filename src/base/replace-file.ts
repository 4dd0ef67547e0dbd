/** Writing files so that a reader, or a crash, never meets half a file. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, rename, rm, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from './error.ts';
import { formatBytes } from './format.ts';
import { isInside } from './safe-path.ts';

export interface ReplaceFileOptions {
  /** Bytes that are going to be written, as far as known; told when the disk is full. */
  readonly size?: number;
}

/**
 * Writes a file beside `file` and renames it once it is whole, so that `file` is the old or the new one.
 * A symbolic link in its place is replaced, not followed. The folder must exist.
 *
 * @throws ReanaCiError `local-io` when the disk is full or the place cannot be written; whatever `write`
 * throws otherwise
 */
export async function replaceFile(
  file: string,
  write: (handle: FileHandle) => Promise<void>,
  options: ReplaceFileOptions = {},
): Promise<void> {
  const part = path.join(path.dirname(file), unfinishedName());
  try {
    const handle = await open(part, 'wx', 0o644);
    try {
      await write(handle);
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(ignore);
    throw await asLocalIoError(error, file, options.size);
  }
}

/** A name that no other file has, and by which {@link isUnfinished} knows the file again. */
export function unfinishedName(): string {
  return `.reana-ci-${randomBytes(6).toString('hex')}.part`;
}

/** Whether `name` is that of a file {@link replaceFile} has not finished (or left behind in a crash). */
export function isUnfinished(name: string): boolean {
  return /^\.reana-ci-[0-9a-f]{12}\.part$/.test(name);
}

/**
 * Makes the folder `relative` below `root`, and `root` itself, without passing a symbolic link on the way.
 *
 * @param relative plain form of `safeRelativePath`, or empty for `root` itself
 * @throws ReanaCiError `local-io` when a link or a file stands in the way, or nothing can be made there
 */
export async function makeFolder(root: string, relative: string): Promise<void> {
  try {
    await makeFolders(root);
    let folder = root;
    for (const part of relative.split('/').filter((name) => name !== '')) {
      folder = path.join(folder, part);
      await mkdir(folder).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
      if (!(await lstat(folder)).isDirectory()) throw notAFolder(folder);
    }
  } catch (error) {
    throw await asLocalIoError(error, path.join(root, relative));
  }
}

/**
 * Makes sure that a folder below `cwd` is not reached through a link that an analysis has brought along.
 *
 * @param folder absolute; one that lies elsewhere was named by the user, and may be a link
 * @throws ReanaCiError `local-io`
 */
export async function refuseLinkedFolder(cwd: string, folder: string): Promise<void> {
  if (!isInside(cwd, folder)) return;
  let at = cwd;
  for (const part of path
    .relative(cwd, folder)
    .split(path.sep)
    .filter((name) => name !== '')) {
    at = path.join(at, part);
    const stats = await lstat(at).catch(() => undefined);
    if (stats?.isSymbolicLink() === true) throw notAFolder(at);
  }
}

/**
 * Like `mkdir` with `recursive`, which never ends when a mounted folder was removed under the process: there,
 * making a folder fails for want of a parent that is there.
 */
async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    await makeFolders(path.dirname(folder));
    await mkdir(folder).catch((again: unknown) => {
      if (codeOf(again) !== 'EEXIST') throw again;
    });
  }
}

function notAFolder(folder: string): ReanaCiError {
  return new ReanaCiError('local-io', `${folder} is not a folder, or is a symbolic link.`, {
    hint: 'Remove it, or choose another folder for the results.',
  });
}

/** What the operating system's refusal means to the user; any other error comes back as it is. */
export async function asLocalIoError(
  error: unknown,
  file: string,
  size?: number,
): Promise<unknown> {
  const cause = { cause: error };
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT': {
      const needed =
        size === undefined ? '' : ` It takes ${formatBytes(size)}${await freeSpace(file)}.`;
      return new ReanaCiError('local-io', `No space left to write ${file}.${needed}`, {
        hint: 'Free some space, or choose a results folder on a larger disk.',
        ...cause,
      });
    }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new ReanaCiError('local-io', `No permission to write ${file}.`, {
        hint: 'Choose a folder that this user may write.',
        ...cause,
      });
    case 'ENOENT':
      return new ReanaCiError('local-io', `The folder of ${file} is gone.`, {
        hint: 'Something removed it while it was in use.',
        ...cause,
      });
    case 'EISDIR':
    case 'ENOTDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
    case 'ELOOP':
      return new ReanaCiError('local-io', `Something else is in the place of ${file}.`, {
        hint: 'Remove it, or choose another folder for the results.',
        ...cause,
      });
    case 'ENAMETOOLONG':
      return new ReanaCiError('local-io', `The name of ${file} is too long for this disk.`, cause);
    case 'EFBIG':
    case 'EIO':
    case 'EMFILE':
    case 'ENFILE':
      return new ReanaCiError(
        'local-io',
        `${file} cannot be written (${String(codeOf(error))}).`,
        cause,
      );
    default:
      return error;
  }
}

async function freeSpace(file: string): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(path.dirname(file));
    return `; ${formatBytes(bavail * bsize)} are free`;
  } catch {
    return '';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function ignore(): void {
  // The first error is the one to tell.
}
