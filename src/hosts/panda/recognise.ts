/** Where the payload of a PanDA job is at home. */
import { access } from 'node:fs/promises';
import path from 'node:path';

/** PanDA writes the user's secrets into the payload's folder, and the script that calls us one above it. */
const marks = ['panda_secrets.json', 'panda_secrets.sh', '../__run_main_exec.sh'];

/**
 * Looks for the files that PanDA puts beside a payload, also above the working folder: a payload may have
 * gone into a folder of its own. No variable of the environment tells a PanDA job reliably.
 *
 * @param cwd absolute
 * @returns the folder in which PanDA expects what the payload leaves; `undefined` when this is no PanDA job
 */
export async function findPandaFolder(cwd: string): Promise<string | undefined> {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const found = await Promise.all(marks.map((mark) => exists(path.join(folder, mark))));
    if (found.includes(true)) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
