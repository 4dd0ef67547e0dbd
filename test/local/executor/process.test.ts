import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createShell } from '../../../src/base/shell.ts';
import type { ExecutorJob, JobOutcome } from '../../../src/local/executor/executor.ts';
import { createProcessExecutor } from '../../../src/local/executor/process.ts';

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'process-executor-'));
});
afterEach(async () => {
  await rm(workspace, { recursive: true });
});

describe('a job run as a process', () => {
  it('finishes in the workspace, naming first the image that was not used', async () => {
    const { outcome, log } = await run('pwd; touch here');
    expect(outcome).toEqual({ status: 'finished', exitCode: 0, reason: 'Completed' });
    expect(log).toBe(`Running on this machine, not in the image python:3.12.\n${workspace}\n`);
  });

  it('fails with the exit code of its command', async () => {
    const { outcome } = await run('exit 7');
    expect(outcome).toEqual({ status: 'failed', exitCode: 7, reason: 'Error' });
  });

  it('counts a signal as a shell does', async () => {
    const { outcome } = await run('kill -9 $$');
    expect(outcome).toEqual({ status: 'failed', exitCode: 137, reason: 'Error' });
  });

  it('keeps the order of what goes to standard output and standard error', async () => {
    const { log } = await run('for i in 1 2 3; do echo out $i; echo err $i >&2; done');
    expect(log.split('\n').slice(1, 7)).toEqual([
      'out 1',
      'err 1',
      'out 2',
      'err 2',
      'out 3',
      'err 3',
    ]);
  });

  it('passes all output on to a reader that is slow', async () => {
    const output = new PassThrough({ highWaterMark: 1024 });
    const running = execute('seq 1 50000', {}, output, new AbortController().signal, 20);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const reading = text(output);
    await running;
    output.end();
    expect((await reading).trimEnd().endsWith('\n50000')).toBe(true);
  });

  it('sees of the machine only what a program needs, and of the caller no token', async () => {
    const { log } = await run('env', {
      environment: { SECRET: 'of the user', REANA_WORKSPACE: workspace },
      secretsDirectory: '/run/secrets-of-the-run',
    });
    expect(log).toMatch(/^PATH=/m);
    expect(log).toMatch(/^SECRET=of the user$/m);
    expect(log).toMatch(/^REANA_SECRETS_DIRECTORY=\/run\/secrets-of-the-run$/m);
    expect(log).not.toMatch(/TOKEN|^CI/m);
  });

  it('does not read what whoever runs the server has for shells', async () => {
    await writeFile(path.join(workspace, '.bashrc'), 'echo from .bashrc; GREETING=changed\n');
    const environment = { HOME: workspace, GREETING: 'hello' };
    const { log } = await run('echo $GREETING', { environment });
    expect(log.split('\n').slice(1)).toEqual(['hello', '']);
  });

  it('says that a memory limit is not enforced', async () => {
    const { log } = await run('true', { hints: { memoryLimit: 2 ** 30 } });
    expect(log).toContain('memory limit of 1.0 GiB is not enforced');
  });

  it('fails with a line in its log when it cannot be started', async () => {
    const { outcome, log } = await run('true', { workspace: path.join(workspace, 'missing') });
    expect(outcome).toEqual({ status: 'failed', exitCode: 127, reason: 'Error' });
    expect(log).toContain('could not be started');
  });
});

describe('the end of a job', () => {
  it('takes along what the command left in the background', async () => {
    await run('sleep 600 & echo $! > child');
    expect(await isGone('child')).toBe(true);
  });

  it('does not wait for a process that left the group and holds the output open', async () => {
    const { outcome, log } = await run(
      `setsid bash -c 'echo $$ > daemon; exec sleep 600' & until [ -s daemon ]; do :; done; echo done`,
    );
    process.kill(Number(await readFile(path.join(workspace, 'daemon'), 'utf8')));
    expect(outcome.status).toBe('finished');
    expect(log).toContain('done');
  });

  it('comes by the time limit, and is named so', async () => {
    const { outcome, log } = await run('sleep 600', { hints: { timeout: 0.05 } });
    expect(outcome).toEqual({ status: 'failed', exitCode: null, reason: 'DeadlineExceeded' });
    expect(log).toContain('time limit of 0.05 s');
  });

  it('lets the command clean up when the run is stopped', async () => {
    const { outcome, log } = await stopWhen(
      'ready',
      `trap 'echo cleaned up; exit 0' TERM; sleep 600 & echo ready; wait`,
    );
    expect(outcome).toEqual({ status: 'stopped', exitCode: null, reason: 'Stopped' });
    expect(log).toContain('cleaned up');
  });

  it('is forced on a command and its children that ignore the stop', async () => {
    const { outcome } = await stopWhen(
      'ready',
      `trap '' TERM; bash -c 'echo $$ > child; echo ready; while :; do sleep 0.1; done' & wait; sleep 600`,
    );
    expect(outcome.status).toBe('stopped');
    expect(await isGone('child')).toBe(true);
  });

  it('comes before the start when the run is stopped already', async () => {
    const { outcome } = await run('touch started', {}, AbortSignal.abort());
    expect(outcome.status).toBe('stopped');
    await expect(readFile(path.join(workspace, 'started'))).rejects.toThrow('ENOENT');
  });
});

async function run(
  command: string,
  job: Partial<ExecutorJob> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<{ outcome: JobOutcome; log: string }> {
  const output = new PassThrough();
  const log = text(output);
  const outcome = await execute(command, job, output, signal);
  output.end();
  return { outcome, log: await log };
}

/** Stops the job as soon as it prints `marker`. */
async function stopWhen(
  marker: string,
  command: string,
): Promise<{ outcome: JobOutcome; log: string }> {
  const stop = new AbortController();
  const output = new PassThrough();
  output.on('data', (chunk: Buffer) => {
    if (chunk.includes(marker)) stop.abort();
  });
  const log = text(output);
  const outcome = await execute(command, {}, output, stop.signal);
  output.end();
  return { outcome, log: await log };
}

function execute(
  command: string,
  job: Partial<ExecutorJob>,
  output: PassThrough,
  signal: AbortSignal,
  grace = 200,
): Promise<JobOutcome> {
  const environment = {
    ...process.env,
    REANA_ACCESS_TOKEN: 'token',
    CI_JOB_TOKEN: 'token',
    GITLAB_TOKEN: 'token',
  };
  const executor = createProcessExecutor({ environment, grace });
  return executor.execute(
    {
      ...{ id: 'job-1', name: 'fit', image: 'python:3.12' },
      command,
      workspace,
      hints: {},
      environment: {},
      ...job,
    },
    output,
    signal,
  );
}

/** Whether the process whose id is in `file` has ended; a zombie that nobody reaps counts as ended. */
async function isGone(file: string): Promise<boolean> {
  const pid = (await readFile(path.join(workspace, file), 'utf8')).trim();
  for (let tries = 0; tries < 100; tries += 1) {
    const { stdout } = await createShell()`ps -o stat= -p ${pid}`;
    if (stdout.trim() === '' || stdout.startsWith('Z')) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}
