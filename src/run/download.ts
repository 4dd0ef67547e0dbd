/** Bringing outputs here, with word of how far they are. */
import type { WorkspaceFile } from '../reana/types.ts';
import type { FolderSink } from '../results/file-sink.ts';
import type { RunContext } from './run-context.ts';

/** Milliseconds between two words on a file that is on its way. */
const announceInterval = 1000;

/**
 * Downloads `files` into `target`, except those that it has already, from before an outage.
 *
 * @throws ReanaCiError `unreachable`, `output-missing`, `local-io`, what the server refuses
 */
export async function downloadFiles(
  id: string,
  files: readonly WorkspaceFile[],
  { sink, files: written }: FolderSink,
  { client, host, now, signal }: RunContext,
): Promise<void> {
  if (files.length === 0) return;
  const here = new Set(written().map((file) => file.path));
  const wanted = files.filter((file) => !here.has(file.path));
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  let bytes = totalBytes - wanted.reduce((sum, file) => sum + file.size, 0);
  let done = here.size;
  let announced = -Infinity;
  const announce = () => {
    announced = now();
    host.announce({ kind: 'download', done, total: files.length, bytes, totalBytes });
  };
  async function* counted(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of content) {
      bytes += chunk.byteLength;
      if (now() - announced >= announceInterval) announce();
      yield chunk;
    }
  }
  announce();
  await client.downloadFiles(
    id,
    wanted,
    async (file, content) => {
      await sink(file, counted(content));
      done += 1;
      announce();
    },
    signal,
  );
}
