/** Bytes to send, from disk or from memory. */
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { ReanaCiError } from '../base/error.ts';
import { openBelow } from '../base/open-below.ts';
import type { FileSource } from './requests.ts';

const chunkSize = 256 * 1024;

export function sizeOf(source: FileSource): number {
  return 'content' in source ? source.content.length : source.size;
}

/**
 * Gives a source's bytes, exactly as many as it was said to have.
 *
 * @throws ReanaCiError `local-io` when the file cannot be read or has changed its size
 */
export function openSource(source: FileSource): AsyncIterable<Uint8Array> | Uint8Array {
  return 'content' in source ? source.content : readFileExactly(source);
}

type FileOnDisk = Extract<FileSource, { file: string }>;

/** Which file each source was when it was looked at. */
const lastSeen = new WeakMap<FileOnDisk, string>();

/**
 * Opens the file of a source, through no link below the folder that its path is relative to.
 *
 * @param isSame whether it has to be the file that it was the time before, with nothing written to it since
 * @throws ReanaCiError `local-io` when it is another one
 * @throws NotOpened
 */
export async function openSourceFile(source: FileOnDisk, isSame = false): Promise<FileHandle> {
  const { root, relative } = split(source);
  const handle = await openBelow(root, relative);
  const { dev, ino, size, mtimeNs } = await handle.stat({ bigint: true });
  const state = [dev, ino, size, mtimeNs].join(' ');
  const before = lastSeen.get(source);
  lastSeen.set(source, state);
  if (!isSame || before === undefined || before === state) return handle;
  await handle.close();
  throw new ReanaCiError('local-io', `${source.file} has changed since it was looked at.`, {
    hint: 'Nothing may write to the inputs until they are uploaded.',
  });
}

function split({ path: relative, file }: FileOnDisk): { root: string; relative: string } {
  if (file.endsWith(`/${relative}`)) return { root: file.slice(0, -relative.length), relative };
  return { root: path.dirname(file), relative: path.basename(file) };
}

async function* readFileExactly(source: FileOnDisk): AsyncGenerator<Uint8Array> {
  const { file, size } = source;
  let sent = 0;
  try {
    await using handle = await openSourceFile(source, true);
    const stream = handle.createReadStream({ highWaterMark: chunkSize, autoClose: false });
    for await (const chunk of stream) {
      const bytes = chunk as Uint8Array;
      sent += bytes.length;
      if (sent > size) throw changed(file);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof ReanaCiError) throw error;
    throw new ReanaCiError('local-io', `Could not read ${file}.`, {
      hint: 'The file must stay in place and readable until it is uploaded.',
      cause: error,
    });
  }
  if (sent < size) throw changed(file);
}

function changed(file: string): ReanaCiError {
  return new ReanaCiError('local-io', `${file} changed its size while it was read.`, {
    hint: 'Nothing may write to the inputs while they are uploaded.',
  });
}
