/** Folder in which this user's programs keep their state, and the proof that a state folder was made by this user. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { lstat, mkdir, realpath, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { readBelow } from '../../base/open-below.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const markName = 'made-here';
const keyName = 'key';
const largestMark = 1024;

/** `$XDG_STATE_HOME/reana-ci`; below the folder for temporary files where this user has no home. */
export function stateHome(environment: Environment): string {
  const { XDG_STATE_HOME: given = '', HOME: home = '' } = environment;
  if (path.isAbsolute(given)) return path.join(given, 'reana-ci');
  if (path.isAbsolute(home)) return path.join(home, '.local/state/reana-ci');
  return path.join(tmpdir(), `reana-ci-${userInfo().uid}`);
}

/** Folder of the embedded REANA for those who work in `cwd`: two analyses do not meet, and none can bring it along. */
export function defaultStateDirectory(environment: Environment, cwd: string): string {
  const digest = createHash('sha256').update(cwd).digest('hex').slice(0, 12);
  return path.join(stateHome(environment), 'local', `${path.basename(cwd)}-${digest}`);
}

/**
 * Makes a folder that only its owner may enter.
 *
 * @throws ReanaCiError `usage` when something else is there, or it belongs to somebody else
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stats = await lstat(folder);
  const isOurs = stats.isDirectory() && stats.uid === process.getuid?.();
  if (isOurs && (stats.mode & 0o077) === 0) return;
  throw new ReanaCiError(
    'usage',
    isOurs
      ? `Other users may enter the state folder ${folder}.`
      : `The state folder ${folder} is a link, no folder, or belongs to somebody else.`,
    { hint: isOurs ? `Keep them out: chmod 700 ${folder}` : 'Give another one with --state.' },
  );
}

/** Leaves the proof in a folder that was just made. */
export async function markFolder(folder: string, environment: Environment): Promise<void> {
  const mark = await markOf(folder, environment);
  await writeFile(path.join(folder, markName), mark, { mode: 0o600, flag: 'wx' });
}

/** Whether {@link markFolder} was called for this folder, on this machine, by this user. */
export async function isMarked(folder: string, environment: Environment): Promise<boolean> {
  const given = await readBelow(folder, markName, largestMark).catch(() => undefined);
  if (given === undefined) return false;
  const expected = Buffer.from(await markOf(folder, environment));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Of the folder itself, not of its name: a copy has another one. */
async function markOf(folder: string, environment: Environment): Promise<string> {
  const { dev, ino } = await lstat(folder);
  const key = await readKey(environment);
  const place = `${dev} ${ino} ${await realpath(folder)}`;
  return createHmac('sha256', key).update(place).digest('hex');
}

async function readKey(environment: Environment): Promise<Buffer> {
  const home = stateHome(environment);
  await makePrivateFolder(home);
  const fresh = randomBytes(32);
  try {
    await writeFile(path.join(home, keyName), fresh, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readBelow(home, keyName, largestMark);
  }
}
