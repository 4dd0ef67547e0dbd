/** Reading the ZIPs a server sends: spooled to disk, bounded, and trusted in nothing. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise } from 'yauzl';

import { safeRelativePath } from '../base/safe-path.ts';

/** Something in an archive is not what it should be. */
export class ArchiveError extends Error {}

/**
 * Keeps `content` in a temporary file while `use` works with it. (A ZIP's table of contents comes last.)
 *
 * @throws ArchiveError when `content` is longer than `limit` bytes
 */
export async function withSpooledFile<T>(
  content: AsyncIterable<Uint8Array>,
  limit: number,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
  try {
    const file = path.join(folder, 'download.zip');
    await pipeline(
      Readable.from(bounded(content, limit)),
      createWriteStream(file, { mode: 0o600 }),
    );
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Goes through the files of a ZIP.
 *
 * @param visit gets the path and size the archive claims, and how to read the file; a path that leaves
 * the folder is never handed over. What `open` gives throws {@link ArchiveError} when its size or
 * checksum is not as claimed.
 */
export async function forEachArchived(
  file: string,
  visit: (
    path: string,
    size: number,
    open: () => Promise<AsyncIterable<Uint8Array>>,
  ) => Promise<void>,
): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = safeRelativePath(entry.fileName);
      if (name === undefined || entry.fileName.endsWith('/')) continue;
      await visit(name, entry.uncompressedSize, async () =>
        checksummed(await zip.openReadStreamPromise(entry), entry.crc32, name),
      );
    }
  } finally {
    zip.close();
  }
}

async function* bounded(
  content: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > limit) throw new ArchiveError('longer than the listed files could be');
    yield chunk;
  }
}

async function* checksummed(
  content: Readable,
  expected: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const chunk of content) {
    const bytes = chunk as Uint8Array;
    sum = crc32(bytes, sum);
    yield bytes;
  }
  if (sum !== expected) throw new ArchiveError(`the checksum of ${name} is wrong`);
}
