/** Bringing outputs here, with word of how far they are. */
import type { WorkspaceFile } from '../../reana/types.ts';
import type { FolderSink } from '../../results/file-sink.ts';
import type { RunContext } from '../run-context.ts';
import { createTransferProgress, type TransferProgress } from '../transfer-progress.ts';

/** Bytes; a transfer that drips is none. */
const signOfLife = 256 * 1024;

/**
 * Downloads `files` into `target`, except those that it has already, from before an outage.
 *
 * @param alive called whenever something has come
 * @throws ReanaCiError `unreachable`, `output-missing`, `local-io`, what the server refuses
 */
export async function downloadFiles(
  id: string,
  files: readonly WorkspaceFile[],
  { sink, files: written }: FolderSink,
  context: RunContext,
  alive: () => void = () => undefined,
): Promise<void> {
  if (files.length === 0) return;
  const here = new Set(written().map((file) => file.path));
  const wanted = files.filter((file) => !here.has(file.path));
  const totalBytes = sizeOf(files);
  const progress = createTransferProgress(
    'download',
    { total: files.length, totalBytes, done: here.size, bytes: totalBytes - sizeOf(wanted) },
    context,
  );
  await context.client.downloadFiles(
    id,
    wanted,
    async (file, content) => {
      await sink(file, counted(file, content, progress, alive));
      alive();
      progress.arrived(file.path, file.size);
    },
    context.signal,
  );
}

/** Bytes. */
function sizeOf(files: readonly WorkspaceFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

async function* counted(
  { path }: WorkspaceFile,
  content: AsyncIterable<Uint8Array>,
  progress: TransferProgress,
  alive: () => void,
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  let told = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    progress.passed(path, bytes);
    if (bytes - told >= signOfLife) {
      told = bytes;
      alive();
    }
    yield chunk;
  }
}
