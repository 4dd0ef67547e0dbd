/** The folder that holds everything the embedded REANA remembers. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface StateDirectory {
  readonly database: string;
  /** One folder per run series, named by the UUID of its first run. */
  readonly workspaces: string;
  /** One folder per run: the engine's log and one file per job. */
  readonly logs: string;
  /** File secrets of the runs that are alive. */
  readonly secrets: string;
  /** Uploads on their way; emptied at every start. */
  readonly temporary: string;
  /** The secret part of the user's token. */
  readonly token: string;
}

/**
 * Makes the folders of `root` that are missing, readable by their owner only.
 *
 * @throws an error of the file system when `root` cannot be made or written
 */
export async function openStateDirectory(root: string): Promise<StateDirectory> {
  const absolute = path.resolve(root);
  await mkdir(absolute, { recursive: true, mode: 0o700 });
  const folders = {
    workspaces: path.join(absolute, 'workspaces'),
    logs: path.join(absolute, 'logs'),
    secrets: path.join(absolute, 'secrets'),
    temporary: path.join(absolute, 'tmp'),
  };
  for (const folder of Object.values(folders)) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return {
    ...folders,
    database: path.join(absolute, 'reana.sqlite'),
    token: await token(absolute),
  };
}

/** Removes what a crashed server left behind. Only for the process that holds the database. */
export async function clearLeftovers(state: StateDirectory): Promise<void> {
  for (const folder of [state.temporary, state.secrets]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
  }
}

/** Keeps its value over restarts, so that a client's settings stay valid. */
async function token(root: string): Promise<string> {
  const file = path.join(root, 'token');
  const fresh = randomBytes(16).toString('base64url');
  try {
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const kept = (await readFile(file, 'utf8')).trim();
    if (kept !== '') return kept;
    await writeFile(file, `${fresh}\n`, { mode: 0o600 });
    return fresh;
  }
}
