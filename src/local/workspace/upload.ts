/** A file on its way into a workspace: whole or not at all. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isSystemError, RestError, systemError } from '../rest-error.ts';
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
 * @throws RestError 400 for a path that leaves the workspace or passes a symbolic link, 500 for one that the
 * file system refuses
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
    const { code } = error as NodeJS.ErrnoException;
    const known = code === 'EEXIST' ? 'ENOTDIR' : code;
    if (!isSystemError(known)) throw error;
    throw new RestError(500, systemError(known, parts.at(-1) ?? name));
  }
}
