/** Bringing a job's files into the workspace of its run. */
import { stat } from 'node:fs/promises';
import type { FileSource } from '../reana/reana-client.ts';
import type { RunContext } from './run-context.ts';

/** Milliseconds between two words on a file that is on its way. */
const announceInterval = 1000;

/**
 * Uploads what is not there yet.
 *
 * @param partly whether an earlier try may have uploaded some: files of the right size are kept, as a file of
 * the same job with the right size is whole
 * @throws ReanaCiError what the server refuses, `unreachable`
 */
export async function uploadFiles(
  id: string,
  files: readonly FileSource[],
  partly: boolean,
  { client, host, now, signal }: RunContext,
): Promise<void> {
  const present = partly ? await presentSizes() : new Map<string, number>();
  const wanted: FileSource[] = [];
  let totalBytes = 0;
  for (const file of files) {
    const size = await sizeOf(file);
    if (present.get(file.path) === size) continue;
    wanted.push(file);
    totalBytes += size;
  }
  let done = 0;
  let arrived = 0;
  let announced = -Infinity;
  /** Bytes of the files that are on their way. */
  const sent = new Map<string, number>();
  const announce = () => {
    announced = now();
    const bytes = [...sent.values()].reduce((sum, part) => sum + part, arrived);
    host.announce({ kind: 'upload', done, total: wanted.length, bytes, totalBytes });
  };
  announce();
  if (wanted.length === 0) return;
  await client.uploadFiles(
    id,
    wanted,
    {
      onFile(path, size) {
        done += 1;
        arrived += size;
        sent.delete(path);
        announce();
      },
      onProgress(path, part) {
        sent.set(path, part);
        if (now() - announced >= announceInterval) announce();
      },
    },
    signal,
  );

  async function presentSizes(): Promise<Map<string, number>> {
    const listing = await client.listFiles(id, undefined, signal);
    return new Map(listing.map((file) => [file.path, file.size]));
  }
}

async function sizeOf(file: FileSource): Promise<number> {
  return 'content' in file ? file.content.byteLength : (await stat(file.file)).size;
}
