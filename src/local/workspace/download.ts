/** The content of a download: one file as it is, or several as a ZIP archive that is made while it is sent. */
import { constants, createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { RestError } from '../rest-error.ts';
import { serverTime } from '../../base/server-time.ts';
import { entryAt, matching, type WorkspaceEntry } from './entries.ts';
import { resolveInside, symlinkRefused } from './workspace-path.ts';

export interface Download {
  readonly type: 'application/octet-stream' | 'application/zip';
  /** As the client is told to save it: the path in the workspace, or the archive's name. */
  readonly name: string;
  readonly content: Readable;
}

/**
 * Opens the file, folder or glob that `requested` is.
 *
 * @param runName with run number; part of an archive's name
 * @throws RestError 404 when nothing is there, 400 when a symbolic link is in the way
 */
export async function openDownload(
  workspace: string,
  requested: string,
  runName: string,
): Promise<Download> {
  const named = await entryAt(workspace, requested.replace(/\/+$/, '') || '.');
  const isFolder = named?.kind === 'directory';
  const files: WorkspaceEntry[] = [];
  for await (const entry of matching(workspace, requested)) {
    if (entry.kind === 'symlink') throw symlinkRefused(path.basename(entry.path));
    if (entry.kind === 'other') throw new RestError(500, `'${entry.path}' is not a regular file`);
    if (!entry.path.isWellFormed()) {
      // REANA's own packing fails on such a name, too.
      throw new RestError(500, `${JSON.stringify(entry.path)} is not UTF-8.`);
    }
    if (entry.kind === 'file') files.push(entry);
  }
  const [first] = files;
  if (first === undefined) throw new RestError(404, `${requested} does not exist.`);
  if (files.length > 1 || isFolder) {
    const type = 'application/zip';
    return { type, name: archiveName(runName, requested), content: archive(workspace, files) };
  }
  const file = await resolveInside(workspace, first.path.split('/'));
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  const content = handle.createReadStream();
  return { type: 'application/octet-stream', name: first.path, content };
}

function archiveName(runName: string, requested: string): string {
  const stamp = serverTime().replace('T', '-').replaceAll(':', '');
  return `download_${runName}_${path.basename(requested)}_${stamp}.zip`;
}

function archive(workspace: string, files: readonly WorkspaceEntry[]): Readable {
  const zip = new ZipFile();
  const content = new PassThrough();
  zip.outputStream.pipe(content);
  // A file that changes while it is packed breaks the answer off, so that nobody takes it for whole.
  const breakOff = (error: Error): void => {
    content.destroy(error);
  };
  zip.on('error', breakOff);
  let current: ReadStream | undefined;
  // Nobody reads a file to its end for a client that has gone.
  content.once('close', () => current?.destroy());
  for (const file of files) {
    // Stored as it is: between two programs of one machine, packing costs more than it saves.
    const options = { mtime: file.modified, size: file.size, compress: false };
    zip.addReadStreamLazy(file.path, options, (give) => {
      current = createReadStream(path.join(workspace, file.path)).on('error', breakOff);
      give(null, current);
    });
  }
  zip.end();
  return content;
}
