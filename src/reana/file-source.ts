/** Bytes to send, from disk or from memory. */
import { createReadStream } from 'node:fs';

import { ReanaCiError } from '../base/error.ts';
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
  return 'content' in source ? source.content : readFileExactly(source.file, source.size);
}

async function* readFileExactly(file: string, size: number): AsyncGenerator<Uint8Array> {
  let sent = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: chunkSize })) {
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
