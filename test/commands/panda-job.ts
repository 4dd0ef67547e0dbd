/** A PanDA job as its payload finds it: folders, files, shell, and an environment that was cleaned. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { launcher } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface PandaJobFolder {
  /** `/srv` of the job. */
  readonly job: string;
  /** Where the payload runs. */
  readonly work: string;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/**
 * Lays out a job's folders as PanDA's `runGen` does.
 *
 * @param files of the sandbox
 * @param secrets by name, as `pbook` stores them
 */
export async function makePandaJob(
  files: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): Promise<PandaJobFolder> {
  const job = await temporaryFolder({});
  const work = path.join(job, 'workDir');
  await mkdir(work);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(work, name)), { recursive: true });
    await writeFile(path.join(work, name), content);
  }
  let shell = '';
  for (const [name, value] of Object.entries(secrets)) {
    const file = /^___file___:(.*)$/.exec(name)?.[1];
    if (file === undefined) shell += `export ${name}="${value.replaceAll('"', '\\"')}"\n`;
    else await writeFile(path.join(work, file), Buffer.from(value, 'base64'));
  }
  await writeFile(path.join(work, 'panda_secrets.sh'), shell);
  await writeFile(path.join(work, 'panda_secrets.json'), JSON.stringify(secrets));
  return { job, work };
}

export interface StartedJob {
  readonly process: ReturnType<typeof spawn>;
  /** All that was written to stdout so far. */
  readonly stdout: () => string;
  readonly ended: Promise<Ended>;
}

/** Starts `command` in the job; `reana-ci` is on the path, as it is in the image. */
export async function startPayload(
  { job, work }: PandaJobFolder,
  command: string,
): Promise<StartedJob> {
  const script = [
    `cd ${work}`,
    'export PATH=$PATH:.',
    'source ./panda_secrets.sh',
    command,
    '',
  ].join('\n');
  await writeFile(path.join(job, '__run_main_exec.sh'), script);
  const programs = await temporaryFolder({ 'reana-ci': launcher });
  await chmod(path.join(programs, 'reana-ci'), 0o755);
  const begun = performance.now();
  const child = spawn('bash', ['--posix', '__run_main_exec.sh'], {
    cwd: job,
    env: { PATH: `${programs}:${process.env.PATH ?? ''}`, HOME: '/nonexistent', TMPDIR: job },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  onTestFinished(() => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (!hasEnded && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  });
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr]) => ({
      exitCode: child.exitCode,
      stdout,
      stderr,
      milliseconds: performance.now() - begun,
    }),
  );
  return { process: child, stdout: () => seen, ended };
}

/** Runs `command` in the job to its end. */
export async function runPayload(folder: PandaJobFolder, command: string): Promise<Ended> {
  return (await startPayload(folder, command)).ended;
}

/** All files below the job's folder, with their contents. */
export async function filesOf({ job }: PandaJobFolder): Promise<Map<string, Buffer>> {
  const entries = await readdir(job, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(job, file), await readFile(file)] as const;
      }),
    ),
  );
}
