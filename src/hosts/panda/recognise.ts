/** Whether the working folder is that of a PanDA job. */
import { access } from 'node:fs/promises';
import path from 'node:path';

/** PanDA writes the user's secrets into the working folder, and the script that calls us one above it. */
const marks = ['panda_secrets.json', 'panda_secrets.sh', '../__run_main_exec.sh'];

/** Looks for the files that PanDA puts beside a payload; no variable of the environment tells it reliably. */
export async function isPandaJob(cwd: string): Promise<boolean> {
  const found = await Promise.all(marks.map((mark) => exists(path.join(cwd, mark))));
  return found.includes(true);
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
