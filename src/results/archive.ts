/** `output_from_reana.tar`: the results in one file, the same bytes for the same results. */
import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { ReanaCiError } from '../base/error.ts';
import { isUnfinished, replaceFile } from '../base/replace-file.ts';

export interface ArchiveOptions {
  /** Folder whose files are packed; names in the archive are relative to it. */
  readonly root: string;
  /** Files and folders to pack, relative to `root`; everything below `root` when absent. */
  readonly paths?: readonly string[];
  /** The archive. When it lies below `root`, it is left out of itself. */
  readonly file: string;
  /** Whether to gzip. */
  readonly compress: boolean;
}

export interface Archive {
  readonly entries: number;
  /** Size of the archive. */
  readonly bytes: number;
}

/** Not 1970: GNU tar warns about that. */
const modified = new Date('2000-01-01T00:00:00Z');

/**
 * Packs regular files into a tar archive, sorted by name, without owner, time or any permission but the
 * executable bit. Symbolic links are left out and never followed. Memory does not grow with file sizes.
 *
 * @throws ReanaCiError `local-io` when a path is not there, a file changes while it is packed, or the
 * archive cannot be written
 */
export async function createArchive(options: ArchiveOptions): Promise<Archive> {
  const root = path.resolve(options.root);
  const file = path.resolve(options.file);
  const names = selectNames(await listFiles(root, ''), options.paths).filter(
    (name) => path.join(root, name) !== file,
  );
  await replaceFile(file, async (handle) => {
    const tar = pack();
    const packing = addEntries(tar, root, names).catch((error: unknown) => {
      tar.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    const content = tar as AsyncIterable<Buffer>;
    if (options.compress)
      await pipeline(content, createGzip(), (zipped) => handle.writeFile(zipped));
    else await handle.writeFile(content);
    await packing;
  });
  return { entries: names.length, bytes: (await stat(file)).size };
}

/** Regular files below `folder`, relative to `root`. */
async function listFiles(root: string, folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) names.push(...(await listFiles(root, name)));
    else if (entry.isFile() && !isUnfinished(entry.name)) names.push(name);
  }
  return names;
}

function selectNames(names: readonly string[], paths: readonly string[] | undefined): string[] {
  const selected = paths === undefined ? names : paths.flatMap((wanted) => matching(names, wanted));
  return [...new Set(selected)].sort();
}

function matching(names: readonly string[], wanted: string): string[] {
  const plain = path.posix.normalize(wanted).replace(/\/$/, '');
  const matches = names.filter(
    (name) => plain === '.' || name === plain || name.startsWith(`${plain}/`),
  );
  if (matches.length === 0) {
    throw new ReanaCiError('local-io', `${wanted} cannot be archived: there is no such file.`);
  }
  return matches;
}

async function addEntries(tar: Pack, root: string, names: readonly string[]): Promise<void> {
  for (const name of names) await addEntry(tar, root, name);
  tar.finalize();
}

async function addEntry(tar: Pack, root: string, name: string): Promise<void> {
  // The file may have been exchanged for a link since it was listed.
  await using handle = await open(path.join(root, name), constants.O_RDONLY | constants.O_NOFOLLOW);
  const { size, mode } = await handle.stat();
  const header = {
    name,
    size,
    mode: (mode & 0o100) === 0 ? 0o644 : 0o755,
    mtime: modified,
    uid: 0,
    gid: 0,
  };
  if (size === 0) tar.entry(header, '');
  else
    await pipeline(handle.createReadStream({ autoClose: false, end: size - 1 }), tar.entry(header));
}
