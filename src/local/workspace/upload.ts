/** A file on its way into a workspace: whole or not at all. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RestError } from '../rest-error.ts';
import { pathParts, resolveInside } from './workspace-path.ts';

export interface UploadTarget {
  readonly workspace: string;
  /** On the same file system as the workspace. */
  readonly temporary: string;
  /** Permission bits of the file. */
  readonly mode: number;
}

/**
 * Stores `content` under `name`, replacing what was there. A broken stream leaves the workspace as it was.
 *
 * @throws RestError 400 for a path that leaves the workspace, passes a symbolic link or names a folder
 */
export async function receiveFile(
  target: UploadTarget,
  name: string,
  content: Readable,
): Promise<void> {
  const parts = pathParts(name);
  await resolveInside(target.workspace, parts);
  const temporary = path.join(target.temporary, randomUUID());
  try {
    await pipeline(content, createWriteStream(temporary, { flags: 'wx' }));
    await chmod(temporary, target.mode);
    // Again, now that it counts: a job may have made a link while the content came in.
    const destination = await resolveInside(target.workspace, parts);
    await mkdir(path.dirname(destination), { recursive: true });
    await rename(temporary, destination);
  } catch (error) {
    await rm(temporary, { force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST') {
      throw new RestError(400, `'${name}' is not a regular file`);
    }
    throw error;
  }
}
