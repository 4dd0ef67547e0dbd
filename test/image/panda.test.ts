/** What a Grid job leaves for PanDA to find, and what it must not leave. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { dataset, limitAnalysis } from './analysis.ts';
import type { ContainerResult } from './container.ts';
import { type GridJob, makeGridJob, startGridJob } from './grid-job.ts';
import { type Island, startIsland } from './island.ts';

let island: Island;
beforeAll(async () => {
  island = await startIsland();
});
afterAll(() => island.close());

/** What shells would expand. */
const tricky = 'canary-p$HOME"x`id -u`\\z\'';
/** What the pilot takes for its own trouble when a payload prints it. */
const alarms = ['Operation not permitted', 'No space left on device', 'std::bad_alloc'];
const noisy = alarms.map((text) => `echo ${text}; echo ${text} >&2`).join('; ');

describe('a REANA step that succeeds', () => {
  let job: GridJob;
  let result: ContainerResult;
  let removeJob: () => Promise<void>;
  afterAll(() => removeJob());
  beforeAll(async () => {
    job = await stepOf(
      `${noisy}; mkdir limit_stage; printf %s "$$TRICKY" | sha256sum > limit_stage/output.json`,
      '--secret-env TRICKY',
      (remove) => {
        removeJob = remove;
      },
    );
    result = await (await startGridJob(job, island)).result;
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  });

  it('hands secrets on as they are', async () => {
    const digest = createHash('sha256').update(tricky).digest('hex');
    expect(await unpack(job, 'limit_stage/output.json')).toBe(`${digest}  -\n`);
  });

  it('removes the secrets from the disk, and shows them nowhere', async () => {
    expect(secretFiles(job)).toEqual([]);
    await expectNoSecret(job, result);
  });

  it('keeps what steps print in files', async () => {
    for (const alarm of alarms) expect(result.stdout + result.stderr).not.toContain(alarm);
    const logs = await logsOf(job);
    for (const alarm of alarms) expect(logs).toContain(alarm);
    expect(result.stderr).toBe('');
  });

  it('describes the run to the monitor', async () => {
    const text = await readFile(path.join(job.sandbox, 'userJobMetadata.json'), 'utf8');
    const [run] = await island.client.listRuns({ limit: 1 });
    expect(JSON.parse(text)).toMatchObject({
      reana: { id: run?.id, run: run?.name, status: 'finished', exitCode: 0 },
    });
    expect(existsSync(path.join(job.folder, 'payload_error_report.json'))).toBe(false);
  });
});

describe('a REANA step that fails', () => {
  it('leaves diagnostics in place of results, and one line for the monitor', async () => {
    const job = await stepOf(`${noisy}; false`);
    const result = await (await startGridJob(job, island)).result;
    expect(result.exitCode).toBe(1);
    expect(result.stderr.match(/^ERROR: .+$/gm)).toHaveLength(1);
    for (const alarm of alarms) expect(result.stdout + result.stderr).not.toContain(alarm);
    const report = JSON.parse(
      await readFile(path.join(job.folder, 'payload_error_report.json'), 'utf8'),
    ) as { error_code: number; error_diag: string };
    expect(report.error_code).toBe(1);
    expect(result.stderr).toContain(report.error_diag);
    expect(await unpack(job, 'error.txt')).toBe(`${report.error_diag}\n`);
    expect(await logsOf(job)).toContain(alarms[0]);
    expect(secretFiles(job)).toEqual([]);
    await expectNoSecret(job, result);
  });

  it('does so too when REANA cannot be reached', async () => {
    const job = await stepOf('true');
    const result = await (await startGridJob(job, undefined)).result;
    expect(result.exitCode).toBe(75);
    expect(result.stderr.match(/^ERROR: .+$/gm)).toHaveLength(1);
    expect(await unpack(job, 'error.txt')).toContain('reana.cern.ch');
    expect(secretFiles(job)).toEqual([]);
  }, 180_000);
});

describe('a REANA step that is cut off', () => {
  it('is taken up by the next try of PanDA, with the same run', async () => {
    const command = 'sleep 5; mkdir limit_stage; echo kept > limit_stage/output.json';
    const first = await startGridJob(await stepOf(command), island);
    await expect.poll(latestStatus, { timeout: 30_000 }).toBe('running');
    await first.signal('KILL');
    expect((await first.result).exitCode).toBe(137);
    const before = await island.client.listRuns();
    const second = await stepOf(command);
    const result = await (await startGridJob(second, island)).result;
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(await unpack(second, 'limit_stage/output.json')).toBe('kept\n');
    expect(await island.client.listRuns()).toHaveLength(before.length);
  });

  it('stops its run within three seconds, and still leaves the output that PanDA expects', async () => {
    const job = await stepOf('sleep 101');
    const running = await startGridJob(job, island);
    await expect.poll(latestStatus, { timeout: 30_000 }).toBe('running');
    const asked = Date.now();
    await running.signal('TERM');
    const result = await running.result;
    expect(Date.now() - asked).toBeLessThan(3000);
    expect(result.exitCode).toBe(143);
    expect(await latestStatus()).toBe('stopped');
    expect(await unpack(job, 'error.txt')).not.toBe('');
    expect(result.stderr.match(/^ERROR: .+$/gm)).toHaveLength(1);
    expect(secretFiles(job)).toEqual([]);
  });
});

async function stepOf(
  command: string,
  options = '',
  atEnd?: (remove: () => Promise<void>) => void,
): Promise<GridJob> {
  return makeGridJob(
    {
      files: limitAnalysis(command),
      secrets: { REANA_ACCESS_TOKEN: island.token, TRICKY: tricky },
      secretFiles: { 'usercert.pem': 'canary-certificate', 'userkey.pem': 'canary-key' },
      exec: `source script_reana.sh pchain_ZZ ${dataset} ${options}`,
    },
    atEnd,
  );
}

function secretFiles({ sandbox }: GridJob): string[] {
  const names = ['panda_secrets.json', 'panda_secrets.sh', 'usercert.pem', 'userkey.pem'];
  return names.filter((name) => existsSync(path.join(sandbox, name)));
}

async function expectNoSecret({ folder }: GridJob, { stdout, stderr }: ContainerResult) {
  // A Grid job shows its environment before the payload has its secrets; everything counts.
  const found = await createShell()`grep -rlE ${`canary|${island.token}`} ${folder}`;
  expect(found.stdout).toBe('');
  const packed =
    await createShell()`tar -xzOf ${path.join(folder, 'workDir/output_from_reana.tar')}`;
  for (const text of [stdout, stderr, packed.stdout]) {
    expect(text).not.toContain(island.token);
    expect(text).not.toContain('canary');
  }
}

async function logsOf({ sandbox }: GridJob): Promise<string> {
  const names = (await readdir(sandbox)).filter((name) => name.startsWith('log.reana'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(sandbox, name), 'utf8')));
  return texts.join('\n');
}

async function unpack({ sandbox }: GridJob, name: string): Promise<string> {
  const archive = path.join(sandbox, 'output_from_reana.tar');
  const { exitCode, stdout, stderr } = await createShell()`tar -xzOf ${archive} ${name}`;
  expect(exitCode, stderr).toBe(0);
  return stdout;
}

async function latestStatus(): Promise<string | undefined> {
  const [run] = await island.client.listRuns({ limit: 1 });
  return run?.status;
}
