/** Proof that this process is the payload of a PanDA job, which no file of an analysis can fake. */
import type { Stats } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSwitch } from '../../base/switch.ts';

/** Script that the pilot starts in the job's folder, one above that of the payload. */
const mainScript = '__run_main_exec.sh';
/** Process ids above this one that are looked at: shells, a container's start, the pilot. */
const mostAncestors = 64;

type Environment = Readonly<Record<string, string | undefined>>;

export interface PandaSigns {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Environment;
  /** The user says that this is a PanDA job, whatever it looks like. */
  readonly isDeclared?: boolean;
  /** Arguments of this process' parent, its parent, and so on. */
  readonly ancestors?: () => Promise<readonly (readonly string[])[]>;
}

/**
 * Whether the user says that this is a PanDA job.
 *
 * @param flag whether the option `--panda` is given
 * @throws ReanaCiError `usage` when the variable is no boolean
 */
export function isDeclaredPanda(flag: boolean, env: Environment): boolean {
  return flag || readSwitch('REANA_CI_PANDA', env.REANA_CI_PANDA) === true;
}

/**
 * Looks for the layout of a PanDA job (the pilot's script in the folder above the payload's) and for proof in what
 * started this process: a shell that runs that script, or the variables that pilot and script set. A payload may
 * have gone into a folder of its own. A GitLab job and a git checkout are never PanDA jobs.
 *
 * @returns absolute folder of the payload, where PanDA expects what it leaves; `undefined` when this is no PanDA job
 */
export async function findPandaFolder(signs: PandaSigns): Promise<string | undefined> {
  const { cwd, env, isDeclared = false } = signs;
  if (env.GITLAB_CI !== undefined && env.GITLAB_CI !== '') return undefined;
  const folder = await findPayloadFolder(cwd);
  if (folder === undefined) return isDeclared && !(await isCheckout(cwd)) ? cwd : undefined;
  const isProven =
    isDeclared ||
    (await isBelowMainScript(signs.ancestors)) ||
    (isPilotEnvironment(folder, env) && (await isOurs(path.join(folder, '..', mainScript))));
  return isProven ? folder : undefined;
}

/** The folder below the one that has the pilot's script, unless a git checkout lies between. */
async function findPayloadFolder(cwd: string): Promise<string | undefined> {
  for (let folder = cwd; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (await exists(path.join(folder, '.git'))) return undefined;
    if (await isPlainFile(path.join(path.dirname(folder), mainScript))) return folder;
  }
  return undefined;
}

async function isCheckout(cwd: string): Promise<boolean> {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (await exists(path.join(folder, '.git'))) return true;
    if (folder === path.dirname(folder)) return false;
  }
}

/** The pilot sets `TMPDIR` to the job's folder, its script `TestArea` to the payload's as the host calls it. */
function isPilotEnvironment(folder: string, env: Environment): boolean {
  return (
    path.resolve(env.TMPDIR ?? '/') === path.dirname(folder) &&
    path.basename(env.TestArea ?? '/') === path.basename(folder)
  );
}

async function isBelowMainScript(
  ancestors: PandaSigns['ancestors'] = ancestorsOfProcess,
): Promise<boolean> {
  const all = await ancestors();
  return all.some((words) => words.slice(1).some((word) => path.basename(word) === mainScript));
}

/** As Linux tells them; none elsewhere. */
async function ancestorsOfProcess(): Promise<string[][]> {
  const found: string[][] = [];
  let id = process.ppid;
  while (id > 0 && found.length < mostAncestors) {
    try {
      found.push((await readFile(`/proc/${id}/cmdline`, 'utf8')).split('\0'));
      // The name in parentheses may hold anything, also spaces.
      const [, parent] = /\) \S (\d+)/.exec(await readFile(`/proc/${id}/stat`, 'utf8')) ?? [];
      id = Number(parent ?? 0);
    } catch {
      break;
    }
  }
  return found;
}

async function isPlainFile(file: string): Promise<boolean> {
  return (await statOf(file))?.isFile() === true;
}

/** What other users put into a shared folder such as `/tmp` counts for nothing. */
async function isOurs(file: string): Promise<boolean> {
  const owner = (await statOf(file))?.uid;
  return owner === 0 || owner === process.getuid?.();
}

async function exists(file: string): Promise<boolean> {
  return (await statOf(file)) !== undefined;
}

async function statOf(file: string): Promise<Stats | undefined> {
  return lstat(file).catch(() => undefined);
}
