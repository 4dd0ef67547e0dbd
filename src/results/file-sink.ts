/** The folder that downloaded files go to, whole or not at all, with their checksums. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { ReanaCiError } from '../base/error.ts';
import { makeFolder, replaceFile } from '../base/replace-file.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import type { WorkspaceFile } from '../reana/types.ts';
import type { FileRecord } from './run-record.ts';

export interface FolderSink {
  /** Writes one file; can be called for several files at a time. */
  readonly sink: (file: WorkspaceFile, content: AsyncIterable<Uint8Array>) => Promise<void>;
  /** The files written so far, by path. */
  readonly files: () => readonly FileRecord[];
}

/**
 * Makes a sink that writes below `directory`, which is made when missing. Memory does not grow with the
 * size of the files.
 *
 * The sink throws a ReanaCiError `local-io` when a path leads out of the folder (by itself or through a
 * symbolic link) or cannot be written; what `content` throws passes through.
 */
export function createFileSink(directory: string): FolderSink {
  const written = new Map<string, FileRecord>();
  return {
    async sink(file, content) {
      const record = await writeBelow(directory, file, content);
      written.set(record.path, record);
    },
    files: () => [...written.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

async function writeBelow(
  directory: string,
  file: WorkspaceFile,
  content: AsyncIterable<Uint8Array>,
): Promise<FileRecord> {
  const relative = safeRelativePath(file.path);
  if (relative === undefined) {
    throw new ReanaCiError(
      'local-io',
      `The server named a file outside of the results folder: ${JSON.stringify(file.path)}.`,
    );
  }
  const folder = path.posix.join(path.basename(directory), path.posix.dirname(relative));
  await makeFolder(path.dirname(directory), folder);
  const hash = createHash('sha256');
  let size = 0;
  await replaceFile(
    path.join(directory, relative),
    async (handle) => {
      for await (const chunk of content) {
        hash.update(chunk);
        size += chunk.byteLength;
        await handle.writeFile(chunk);
      }
    },
    { size: file.size },
  );
  return { path: relative, size, sha256: hash.digest('hex') };
}
