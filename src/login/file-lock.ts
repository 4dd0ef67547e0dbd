/** Exclusive use of a file among processes: flock(2), as Python's `fcntl.flock` has it. */
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Delay } from '../base/delay.ts';
import { ReanaCiError } from '../base/error.ts';
import { createProgramShell, type Environment } from '../base/program.ts';

/**
 * Runs `task` while nobody else has the lock file `file`. The system gives the lock back when the process ends,
 * however it ends.
 *
 * @throws ReanaCiError `unreachable` when somebody else has it for longer than `patience` milliseconds
 */
export type FileLock = <T>(file: string, patience: number, task: () => Promise<T>) => Promise<T>;

export interface FileLockTools {
  readonly environment: Environment;
  readonly now: () => number;
  readonly delay: Delay;
}

/** Milliseconds between two tries, at first and at most. */
const pauses = { first: 100, longest: 1000 };
/** Of Darwin, whose open(2) takes the lock itself: O_EXLOCK and O_NONBLOCK, which Node does not name. */
const lockWhileOpening = 0x20 | 0x4;

export function createFileLock({ environment, now, delay }: FileLockTools): FileLock {
  return async (file, patience, task) => {
    const begun = now();
    for (let pause = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
      const handle = await tryLock(file, environment);
      if (handle !== undefined) {
        try {
          return await task();
        } finally {
          await handle.close();
        }
      }
      if (now() - begun >= patience) throw stillLocked(file);
      await delay(pause);
    }
  };
}

/** @returns the open file that holds the lock, or `undefined` when another process has it */
async function tryLock(file: string, environment: Environment): Promise<FileHandle | undefined> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await openLockFile(file);
  if (handle === undefined) return undefined;
  let isLocked = false;
  try {
    await checkPlain(file, handle);
    await handle.chmod(0o600);
    isLocked = process.platform === 'darwin' || (await flock(handle, environment));
    return isLocked ? handle : undefined;
  } finally {
    if (!isLocked) await handle.close();
  }
}

async function openLockFile(file: string): Promise<FileHandle | undefined> {
  const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
  const locking = process.platform === 'darwin' ? lockWhileOpening : 0;
  try {
    return await open(file, O_RDWR | O_CREAT | O_NOFOLLOW | locking, 0o600);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (locking !== 0 && code === 'EAGAIN') return undefined;
    throw new ReanaCiError('local-io', `The lock file ${file} cannot be opened (${code ?? ''}).`, {
      hint: 'Check who owns it and its folder; reana-client keeps its logins there, too.',
      cause: error,
    });
  }
}

/** Not what somebody has put there to have us wait, or change another file. */
async function checkPlain(file: string, handle: FileHandle): Promise<void> {
  const [opened, named] = await Promise.all([handle.stat(), lstat(file)]);
  if (opened.isFile() && isSame(opened, named)) return;
  throw new ReanaCiError('local-io', `The lock file ${file} is not a plain file.`, {
    hint: 'Remove it.',
  });
}

function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/**
 * Node cannot lock files. A lock belongs to an open file, not to a process: what a child takes on a descriptor
 * that it has from us stays ours when it ends.
 */
async function flock(handle: FileHandle, environment: Environment): Promise<boolean> {
  const shell = createProgramShell({ environment, files: [handle.fd], timeout: 10_000 });
  const python = 'import fcntl; fcntl.flock(3, fcntl.LOCK_EX | fcntl.LOCK_NB)';
  const { exitCode } = await shell`
    if command -v flock >/dev/null; then flock -n 3; else python3 -I -c ${python}; fi`;
  if (exitCode === 0) return true;
  if (exitCode === 1) return false;
  throw new ReanaCiError('usage', 'The file of logins cannot be locked on this machine.', {
    hint: 'Install the program flock (of util-linux), or Python 3.',
  });
}

function stillLocked(file: string): ReanaCiError {
  return new ReanaCiError('unreachable', `Another program has kept ${file} locked for too long.`, {
    hint: 'End a reana-client or reana-ci that hangs, and try again.',
  });
}
