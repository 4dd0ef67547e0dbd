/** The one way to start a program on what an analysis contains: listed variables, a neutral folder, an end. */
import path from 'node:path';
import { createShell, type Shell } from './shell.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ProgramOptions {
  /** Of the caller: what programs may see of it is passed on. */
  readonly environment: Environment;
  /** Handed to programs besides that. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds after which a program is ended. */
  readonly timeout?: number;
  /** Open files that a program gets as its descriptors 3, 4 and so on. */
  readonly files?: readonly number[];
}

/** git may fetch for a while; everything else takes seconds. */
const usualTimeout = 15 * 60_000;
/** No program finds anything of an analysis in it. */
const neutralFolder = '/';
/** Enough for a program to find others, its home, its language, and the way through a proxy. */
const inherited =
  /^(?:PATH|LD_LIBRARY_PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|SSL_CERT_(?:FILE|DIR)|(?:https?|all|no)_proxy)$/i;
/** How a user sets up git: keys, certificates, helpers and settings, but not which repository it works on. */
const ofGit =
  /^(?:XDG_CONFIG_HOME|SSH_AUTH_SOCK|SSH_ASKPASS|KRB5CCNAME|KRB5_CONFIG|GIT_(?:ASKPASS|SSH|SSH_COMMAND|SSH_VARIANT|SSL_\w+|HTTP_\w+|PROXY_\w+|CONFIG_\w+))$/;
const listsOfFolders = ['PATH', 'LD_LIBRARY_PATH'];

/** Makes a shell whose programs see no token, and nothing of the folder that the user works in. */
export function createProgramShell(options: ProgramOptions): Shell {
  return createShell({
    cwd: neutralFolder,
    env: { ...programEnvironment(options.environment), ...options.variables },
    timeout: options.timeout ?? usualTimeout,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.files === undefined ? {} : { files: options.files }),
  });
}

/**
 * Picks what a program is to see of the caller's environment. Python gets no folder of its own from `PYTHONPATH`,
 * and none for being started there; lists of folders lose every entry that depends on the working folder.
 */
export function programEnvironment(environment: Environment): Record<string, string> {
  return { ...pick(environment, inherited), PYTHONSAFEPATH: '1' };
}

/** What git is to see besides {@link programEnvironment}; nobody can answer a question of its in a job. */
export function gitVariables(environment: Environment): Record<string, string> {
  return { ...pick(environment, ofGit), GIT_TERMINAL_PROMPT: '0' };
}

function pick(environment: Environment, wanted: RegExp): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !wanted.test(name)) continue;
    const kept = listsOfFolders.includes(name) ? absoluteOnly(value) : value;
    if (kept !== '' || value === '') picked[name] = kept;
  }
  return picked;
}

function absoluteOnly(list: string): string {
  return list
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .join(path.delimiter);
}
