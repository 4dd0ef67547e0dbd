/** Sending files into a workspace. */
import { ReanaCiError } from '../base/error.ts';
import { formatBytes } from '../base/format.ts';
import { forEachLimited } from '../base/limit.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import type { Api } from './api.ts';
import { openSource, sizeOf } from './file-source.ts';
import type { FileSource, UploadListener } from './requests.ts';
import { saying } from './schema.ts';

/** REANA names the file in front of these words. */
const uploaded = saying(/uploaded/i);

/**
 * Uploads files, one request each as the API wants it, several at a time in the order given. A file
 * that is there already is overwritten, so that a lost answer is repeated without harm.
 *
 * @throws ReanaCiError `local-io`, `quota`, `bad-request`, …; for the first file that fails
 */
export async function uploadFiles(
  api: Api,
  concurrency: number,
  id: string,
  files: readonly FileSource[],
  listener: UploadListener,
  signal?: AbortSignal,
): Promise<void> {
  const unsafe = files.find((file) => safeRelativePath(file.path) === undefined);
  if (unsafe !== undefined) {
    throw new ReanaCiError('usage', `${unsafe.path} is not a path inside the workspace.`, {
      hint: 'Paths are relative to the workspace, without "..".',
    });
  }
  await forEachLimited(files, concurrency, async (source) => {
    const size = sizeOf(source);
    await api.json(
      {
        action: `upload ${source.path} (${formatBytes(size)}) to run ${id}`,
        method: 'POST',
        path: ['workflows', id, 'workspace'],
        query: { file_name: source.path },
        // Without a length, released servers store an empty file and say that all is well.
        body: { type: 'application/octet-stream', size, open: () => watched(source, listener) },
        transfer: true,
      },
      uploaded,
      signal,
    );
    listener.onFile?.(source.path, size);
  });
}

function watched(
  source: FileSource,
  { onProgress }: UploadListener,
): AsyncIterable<Uint8Array> | Uint8Array {
  const content = openSource(source);
  if (onProgress === undefined || content instanceof Uint8Array) return content;
  return counted(content, (sent) => {
    onProgress(source.path, sent);
  });
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  tell: (sent: number) => void,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  tell(sent);
  for await (const chunk of content) {
    yield chunk;
    sent += chunk.length;
    tell(sent);
  }
}
