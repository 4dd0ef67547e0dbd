/** Workspaces that jobs in containers can write to, whatever user they run as. */
import { constants } from 'node:fs';
import { open, opendir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Lets everybody read and change the files and folders below `folder` that belong to us.
 *
 * On REANA all users of a workspace share group 0; here a container's user and the server's have nothing
 * in common, so the mode has to do. The folder above keeps others of the machine out. Symbolic links are
 * not followed: a job may have made them.
 */
export async function openWorkspace(folder: string): Promise<void> {
  await openEntry(folder, 0o777);
  for await (const entry of await opendir(folder)) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) await openWorkspace(name);
    else if (entry.isFile()) await openEntry(name, 0o666);
  }
}

async function openEntry(name: string, mode: number): Promise<void> {
  // Without O_NONBLOCK, a pipe that a job put in a file's place would hold us for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const entry = await open(name, flags).catch(ignore);
  if (entry === undefined) return;
  try {
    const { mode: before, uid } = await entry.stat();
    const ours = uid === process.getuid?.();
    if (ours && (before & mode) !== mode) await entry.chmod((before & 0o777) | mode);
  } finally {
    await entry.close();
  }
}

function ignore(): undefined {
  // Gone meanwhile, a link, or another user's: not ours to change.
  return undefined;
}
