/** The folder of a Grid job as PanDA leaves it for the payload, and the payload's start. */
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type RunningContainer, startInImage } from './container.ts';
import type { Island } from './island.ts';

export interface GridJob {
  /** The job's folder, `/srv` in the container. */
  readonly folder: string;
  /** Its `workDir`, where the payload runs. */
  readonly sandbox: string;
}

export interface GridJobOptions {
  /** What comes with the task: path → content. */
  readonly files?: Readonly<Record<string, string>>;
  /** A folder whose files come with the task. */
  readonly analysis?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly secretFiles?: Readonly<Record<string, string>>;
  /** `opt_exec`, placeholders filled in. */
  readonly exec: string;
}

/** The one process that the pilot signals when a user kills a job. */
export const leadingShell = '/bin/sh __run_main_exec.sh';

/** Made by the pilot's user, for whom the container runs, too. */
const user = 12345;

/** @param atEnd is handed what removes the job; default: when the test has ended */
export async function makeGridJob(
  options: GridJobOptions,
  atEnd: (remove: () => Promise<void>) => void = onTestFinished,
): Promise<GridJob> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-grid-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const sandbox = path.join(folder, 'workDir');
  await mkdir(sandbox);
  if (options.analysis !== undefined) await cp(options.analysis, sandbox, { recursive: true });
  const { secrets = {}, secretFiles = {} } = options;
  const all = {
    ...options.files,
    ...secretFiles,
    'panda_secrets.json': JSON.stringify({ ...secrets, ...encoded(secretFiles) }),
    'panda_secrets.sh': Object.entries(secrets)
      .map(([name, value]) => `export ${name}="${value.replaceAll('"', '\\"')}"\n`)
      .join(''),
    '../__run_main_exec.sh': mainScript(options.exec),
  };
  for (const [name, content] of Object.entries(all)) {
    const target = path.join(sandbox, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
    await chmod(path.dirname(target), 0o777);
  }
  return { folder, sandbox };
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly binds?: readonly string[];
  /** Seconds until what is left of a payload whose leading shell has ended is killed. */
  readonly lingers?: number;
}

/** Starts the payload as the pilot does. */
export async function startGridJob(
  { folder }: GridJob,
  island: Pick<Island, 'network' | 'binds' | 'environment'> | undefined,
  { environment = {}, binds = [], lingers = 0 }: StartOptions = {},
): Promise<RunningContainer> {
  return startInImage(
    [
      '/bin/sh',
      '-c',
      `export TMPDIR=/srv; export GFORTRAN_TMPDIR=/srv; ${leadingShell}; code=$?; sleep ${lingers}; exit $code`,
    ],
    {
      user: `${user}:${user}`,
      binds: [`${folder}:/srv`, ...(island?.binds ?? []), ...binds],
      environment: { ...island?.environment, ...environment },
      ...(island === undefined ? {} : { network: island.network }),
    },
  );
}

/** A file of the documented workflow, by its number in the margin. */
export async function documentedScript(documentation: string): Promise<string> {
  const lines = (await readFile(documentation, 'utf8')).split('\n');
  const start = lines.findIndex((line) => /^ *1#!\/bin\/bash$/.test(line));
  const listing = lines.slice(start, start + 47);
  return listing.map((line, index) => line.trimStart().slice(String(index + 1).length)).join('\n');
}

function encoded(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      `___file___:${name}`,
      Buffer.from(content).toString('base64'),
    ]),
  );
}

function mainScript(exec: string): string {
  return [
    'cd workDir',
    'export TestArea=/var/lib/pilot/workDir; export PATH=$PATH:.',
    'echo; echo ==== env ====; env; echo; echo ==== start ====',
    'source ./panda_secrets.sh',
    exec,
    '',
  ].join('\n');
}
