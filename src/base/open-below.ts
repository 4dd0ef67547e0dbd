/**
 * The one way to open what an analysis, a state folder or results contain: below a folder that the user named,
 * through no symbolic link, a regular file only, never waiting for one, and no more of it than a bound.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { isInside, safeRelativePath } from './safe-path.ts';

/**
 * - `outside`: the path is absolute, climbs out, or enters `.git`.
 * - `missing`: there is no such file.
 * - `link`: it is, or lies below, a symbolic link.
 * - `directory`, `special`: it is no regular file.
 * - `denied`: this user may not read it.
 * - `too-large`: it has more bytes than the bound.
 */
export type Refusal =
  'outside' | 'missing' | 'link' | 'directory' | 'special' | 'denied' | 'too-large';

/** Why a file is not opened. */
export class NotOpened extends Error {
  override readonly name = 'NotOpened';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, relative: string, cause?: unknown) {
    super(`${relative} ${describeRefusal(refusal)}`, cause === undefined ? {} : { cause });
    this.refusal = refusal;
  }
}

/** What is said of a file after its name: `is a symbolic link`. */
export function describeRefusal(refusal: Refusal): string {
  return words[refusal];
}

const words: Readonly<Record<Refusal, string>> = {
  outside: 'lies outside of the folder',
  missing: 'does not exist',
  link: 'is, or lies below, a symbolic link',
  directory: 'is a directory',
  special: 'is not a regular file',
  denied: 'may not be read',
  'too-large': 'is larger than can be read',
};

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;
/** Linux opens a folder only to walk through it; elsewhere folders are looked at one by one. */
const O_PATH = process.platform === 'linux' ? 0o10000000 : undefined;

/**
 * Opens a regular file below `root` for reading. The handle is the file: what is put in its place later is not read.
 *
 * @param root absolute; the user has named it, so that links on the way to it are followed
 * @param relative with `/` between folders
 * @throws NotOpened
 */
export async function openBelow(root: string, relative: string): Promise<FileHandle> {
  if (relative === '.') throw new NotOpened('directory', relative);
  const plain = safeRelativePath(relative);
  if (plain === undefined || plain.split('/').includes('.git')) {
    throw new NotOpened('outside', relative);
  }
  try {
    return await regularFile(await openThrough(root, plain.split('/')), relative);
  } catch (error) {
    throw error instanceof NotOpened ? error : await explain(error, root, plain);
  }
}

/**
 * Opens a file that the user names on the command line: below `folder` as {@link openBelow} does, elsewhere also
 * through links, since no analysis decides what is there.
 *
 * @param file absolute, or relative to `folder`
 * @throws NotOpened
 */
export async function openNamed(folder: string, file: string): Promise<FileHandle> {
  const absolute = path.resolve(folder, file);
  const relative = path.relative(folder, absolute).split(path.sep).join('/');
  if (isInside(folder, absolute)) return openBelow(folder, relative === '' ? '.' : relative);
  try {
    return await regularFile(await open(absolute, O_RDONLY | O_NONBLOCK), file);
  } catch (error) {
    throw error instanceof NotOpened
      ? error
      : await explain(error, path.parse(absolute).root, file);
  }
}

/**
 * Reads a file below `root` whole.
 *
 * @param largest bytes
 * @throws NotOpened
 */
export async function readBelow(root: string, relative: string, largest: number): Promise<Buffer> {
  await using handle = await openBelow(root, relative);
  const buffer = await readAtMost(handle, largest);
  if (buffer === undefined) throw new NotOpened('too-large', relative);
  return buffer;
}

/** All that an open file holds; `undefined` when that is more than `largest` bytes. */
export async function readAtMost(handle: FileHandle, largest: number): Promise<Buffer | undefined> {
  const { size } = await handle.stat();
  if (size > largest) return undefined;
  const chunks: Buffer[] = [];
  let total = 0;
  // A file may grow while it is read, and those of /proc say that they are empty.
  while (total <= largest) {
    const chunk = Buffer.allocUnsafe(Math.min(Math.max(size - total, 4096), largest - total + 1));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length);
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, bytesRead));
    total += bytesRead;
  }
  return undefined;
}

/** The handle, if it is that of a regular file; closed otherwise. */
async function regularFile(handle: FileHandle, shown: string): Promise<FileHandle> {
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return handle;
    throw new NotOpened(stats.isDirectory() ? 'directory' : 'special', shown);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openThrough(root: string, parts: readonly string[]): Promise<FileHandle> {
  const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
  if (O_PATH === undefined) {
    await refuseLinks(root, parts);
    return open(path.join(root, ...parts), flags);
  }
  let folder = await open(root, O_PATH | O_DIRECTORY);
  try {
    for (const part of parts.slice(0, -1)) {
      const next = await open(within(folder, part), O_PATH | O_DIRECTORY | O_NOFOLLOW);
      await folder.close();
      folder = next;
    }
    return await open(within(folder, parts.at(-1) ?? ''), flags);
  } finally {
    await folder.close();
  }
}

/** Names a file by the open folder it is in, wherever that has gone meanwhile. */
function within(folder: FileHandle, name: string): string {
  return `/proc/self/fd/${folder.fd}/${name}`;
}

async function refuseLinks(root: string, parts: readonly string[]): Promise<void> {
  for (let count = 1; count <= parts.length; count += 1) {
    const stats = await lstat(path.join(root, ...parts.slice(0, count)));
    if (stats.isSymbolicLink()) throw new NotOpened('link', parts.join('/'));
  }
}

async function leadsSomewhere(root: string, relative: string): Promise<boolean> {
  return stat(path.join(root, relative)).then(
    () => true,
    () => false,
  );
}

/** What the refusal of the operating system means; any other error comes back as it is. */
async function explain(error: unknown, root: string, relative: string): Promise<unknown> {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (['ELOOP', 'ENOTDIR'].includes(code)) {
    try {
      await refuseLinks(root, relative.split('/'));
    } catch (found) {
      if (found instanceof NotOpened && (await leadsSomewhere(root, relative))) return found;
    }
    return new NotOpened('missing', relative, error);
  }
  if (['ENOENT', 'ENAMETOOLONG'].includes(code)) return new NotOpened('missing', relative, error);
  if (['EACCES', 'EPERM'].includes(code)) return new NotOpened('denied', relative, error);
  // A socket, or a device without a driver.
  if (['ENXIO', 'ENODEV'].includes(code)) return new NotOpened('special', relative, error);
  return error;
}
