/** Bringing a job's files into the workspace of its run. */
import { stat } from 'node:fs/promises';
import type { FileSource } from '../reana/reana-client.ts';
import type { RunContext } from './run-context.ts';

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
  { client, host, signal }: RunContext,
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
  let bytes = 0;
  const announce = () => {
    host.announce({ kind: 'upload', done, total: wanted.length, bytes, totalBytes });
  };
  announce();
  if (wanted.length === 0) return;
  await client.uploadFiles(
    id,
    wanted,
    {
      onFile(_path, size) {
        done += 1;
        bytes += size;
        announce();
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
