/** A REANA step as a Grid job, with secrets that must not show anywhere, and what such a job must have left. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { dataset, limitAnalysis } from './analysis.ts';
import type { ContainerResult } from './container.ts';
import { type GridJob, type GridJobOptions, makeGridJob } from './grid-job.ts';
import type { Island } from './island.ts';

/** What shells would expand. */
export const tricky = 'canary-p$HOME"x`id -u`\\z\'';
/** What the pilot takes for its own trouble when a payload prints it. */
export const alarms = ['Operation not permitted', 'No space left on device', 'std::bad_alloc'];
/** A command that prints all of them. */
export const noise = alarms.map((text) => `echo ${text}; echo ${text} >&2`).join('; ');

/** The documented line. */
export const exec = `source script_reana.sh pchain_ZZ ${dataset}`;

/** @param options in place of the usual ones */
export async function makeGridStep(
  { token }: Pick<Island, 'token'>,
  command: string,
  { secrets, secretFiles, ...options }: Partial<GridJobOptions> = {},
  atEnd?: (remove: () => Promise<void>) => void,
): Promise<GridJob> {
  return makeGridJob(
    {
      files: limitAnalysis(command),
      secrets: { REANA_ACCESS_TOKEN: token, TRICKY: tricky, ...secrets },
      secretFiles: {
        'usercert.pem': 'canary-certificate',
        'userkey.pem': 'canary-key',
        ...secretFiles,
      },
      exec,
      ...options,
    },
    atEnd,
  );
}

/** Looks at everything that a failed job must have left, and must not. */
export async function expectFailure(
  job: GridJob,
  result: ContainerResult,
  exitCode: number,
  island: Pick<Island, 'token'>,
): Promise<void> {
  expect(result.exitCode, result.stdout + result.stderr).toBe(exitCode);
  const text = await expectFailureFiles(job, exitCode);
  expect(result.stderr).toBe(`ERROR: ${text}\n`);
  for (const alarm of alarms) expect(result.stdout).not.toContain(alarm);
  await expectNoSecret(job, result, island);
}

/**
 * @returns the error for the monitor
 */
export async function expectFailureFiles(job: GridJob, exitCode: number): Promise<string> {
  const report = JSON.parse(
    await readFile(path.join(job.folder, 'payload_error_report.json'), 'utf8'),
  ) as { error_code: number; error_diag: string };
  expect(report.error_code).toBe(exitCode);
  const text = (await unpack(job, 'error.txt')).trimEnd();
  expect(report.error_diag).toBe(text.slice(0, 250));
  return text;
}

/** Neither on the disk, nor in the archive, nor printed. */
export async function expectNoSecret(
  { folder, sandbox }: GridJob,
  { stdout, stderr }: ContainerResult,
  { token }: Pick<Island, 'token'>,
): Promise<void> {
  const names = ['panda_secrets.json', 'panda_secrets.sh', 'usercert.pem', 'userkey.pem'];
  expect(names.filter((name) => existsSync(path.join(sandbox, name)))).toEqual([]);
  const found = await createShell()`grep -rlE ${`canary|${token}`} ${folder}`;
  expect(found.stdout).toBe('');
  const packed = await createShell()`tar -xzOf ${path.join(sandbox, 'output_from_reana.tar')}`;
  expect(packed.exitCode, packed.stderr).toBe(0);
  for (const text of [stdout, stderr, packed.stdout]) {
    expect(text).not.toContain(token);
    expect(text).not.toContain('canary');
  }
}

/** All that the job keeps for PanDA to store with its log. */
export async function logsOf({ sandbox }: GridJob): Promise<string> {
  const names = (await readdir(sandbox)).filter((name) => name.startsWith('log.reana'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(sandbox, name), 'utf8')));
  return texts.join('\n');
}

/** A file of the archive. */
export async function unpack({ sandbox }: GridJob, name: string): Promise<string> {
  const archive = path.join(sandbox, 'output_from_reana.tar');
  const { exitCode, stdout, stderr } = await createShell()`tar -xzOf ${archive} ${name}`;
  expect(exitCode, stderr).toBe(0);
  return stdout;
}

export async function latestStatus({
  client,
}: Pick<Island, 'client'>): Promise<string | undefined> {
  const [run] = await client.listRuns({ limit: 1 });
  return run?.status;
}
