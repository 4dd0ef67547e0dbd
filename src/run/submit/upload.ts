/** Bringing a job's files into the workspace of its run. */
import { stat } from 'node:fs/promises';
import type { FileSource } from '../../reana/reana-client.ts';
import type { RunContext } from '../run-context.ts';
import { createTransferProgress } from '../transfer-progress.ts';

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
  context: RunContext,
): Promise<void> {
  const { client, signal } = context;
  const present = partly ? await presentSizes() : new Map<string, number>();
  const wanted: FileSource[] = [];
  let totalBytes = 0;
  for (const file of files) {
    const size = await sizeOf(file);
    if (present.get(file.path) === size) continue;
    wanted.push(file);
    totalBytes += size;
  }
  const size = { total: wanted.length, totalBytes };
  const progress = createTransferProgress('upload', size, context);
  if (wanted.length === 0) return;
  await client.uploadFiles(
    id,
    wanted,
    { onFile: progress.arrived, onProgress: progress.passed },
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
