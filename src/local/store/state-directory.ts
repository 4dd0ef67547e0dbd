/** The folder that holds everything the embedded REANA remembers. */
import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { readBelow } from '../../base/open-below.ts';
import { type Environment, isMarked, makePrivateFolder, markFolder } from './state-home.ts';

const largestToken = 1024;

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
 * Makes the folders of `root` that are missing, for their owner only.
 *
 * @param environment tells where this user keeps the proof that `root` was made here
 * @throws ReanaCiError `usage` when `root` holds what this user has not made on this machine: a state folder has
 * commands in it, and folders that are emptied
 * @throws an error of the file system when `root` cannot be made or written
 */
export async function openStateDirectory(
  root: string,
  environment: Environment = {},
): Promise<StateDirectory> {
  const absolute = path.resolve(root);
  await makeOwn(absolute, environment);
  const folders = {
    workspaces: path.join(absolute, 'workspaces'),
    logs: path.join(absolute, 'logs'),
    secrets: path.join(absolute, 'secrets'),
    temporary: path.join(absolute, 'tmp'),
  };
  for (const folder of Object.values(folders)) await makePrivateFolder(folder);
  return {
    ...folders,
    database: path.join(absolute, 'reana.sqlite'),
    token: await token(absolute),
  };
}

async function makeOwn(root: string, environment: Environment): Promise<void> {
  const names = await readdir(root).catch(() => []);
  if (names.length > 0 && !(await isMarked(root, environment))) {
    throw new ReanaCiError(
      'usage',
      `The state folder ${root} was not made by reana-ci for this user on this machine.`,
      { hint: 'Give an empty folder with --state, or one that is not there yet.' },
    );
  }
  if (names.length > 0) {
    await makePrivateFolder(root);
    return;
  }
  await mkdir(root, { recursive: true, mode: 0o700 });
  // An empty folder that the user has made for this.
  if ((await lstat(root)).isDirectory()) await chmod(root, 0o700);
  await makePrivateFolder(root);
  await markFolder(root, environment);
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
    const kept = (await readBelow(root, 'token', largestToken)).toString('utf8').trim();
    await chmod(file, 0o600);
    if (kept !== '') return kept;
    await writeFile(file, `${fresh}\n`, { mode: 0o600 });
    return fresh;
  }
}
