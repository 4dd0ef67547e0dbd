/** Files that a Grid job leaves for PanDA to find, and those that it must not leave. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { limitAnalysis } from './analysis.ts';
import type { ContainerResult } from './container.ts';
import { type GridJob, startGridJob } from './grid-job.ts';
import {
  alarms,
  exec,
  expectFailure,
  expectNoSecret,
  latestStatus,
  logsOf,
  makeGridStep,
  noise,
  tricky,
  unpack,
} from './grid-step.ts';
import { repository } from './image.ts';
import { type Island, startIsland } from './island.ts';

let island: Island;
beforeAll(async () => {
  island = await startIsland();
});
afterAll(() => island.close());

describe('a REANA step that succeeds', () => {
  let job: GridJob;
  let result: ContainerResult;
  let removeJob: () => Promise<void>;
  afterAll(() => removeJob());
  beforeAll(async () => {
    job = await makeGridStep(
      island,
      `${noise}; mkdir limit_stage; printf %s "$$TRICKY" | sha256sum > limit_stage/output.json`,
      { exec: `${exec} --secret-env TRICKY` },
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
    await expectNoSecret(job, result, island);
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
    const job = await makeGridStep(island, `${noise}; false`);
    const result = await (await startGridJob(job, island)).result;
    await expectFailure(job, result, 1, island);
    expect(await logsOf(job)).toContain(alarms[0]);
  });

  it('does so when an output is missing', async () => {
    const job = await makeGridStep(island, 'true');
    const result = await (await startGridJob(job, island)).result;
    await expectFailure(job, result, 7, island);
    expect(result.stderr).toContain('limit_stage');
  });

  it('does so when somebody else stops the run', async () => {
    const job = await makeGridStep(island, 'sleep 101');
    const running = await startGridJob(job, island);
    await expect.poll(() => latestStatus(island), { timeout: 30_000 }).toBe('running');
    const [run] = await island.client.listRuns({ limit: 1 });
    await island.client.stopRun(run?.id ?? '');
    const result = await running.result;
    await expectFailure(job, result, 1, island);
    expect(result.stderr).toContain('was stopped on REANA');
  });

  it('does so with a token that REANA does not know', async () => {
    const secrets = { REANA_ACCESS_TOKEN: 'canary-wrong-token' };
    const job = await makeGridStep(island, 'true', { secrets });
    await expectFailure(job, await (await startGridJob(job, island)).result, 5, island);
  });

  it('does so with a key that the pass phrase does not open', async () => {
    const { 'reana-template.yaml': template } = limitAnalysis('true');
    const grid = path.join(repository, 'test/run/plan/fixtures/grid');
    const key = await readFile(path.join(grid, 'userkey.pem'), 'utf8');
    const job = await makeGridStep(island, '', {
      files: {
        'reana-template.yaml': template.replace('- name: limit', '$&\n        voms_proxy: true'),
      },
      secrets: { VOMSPROXY_PASS: 'canary-wrong' },
      secretFiles: {
        'usercert.pem': await readFile(path.join(grid, 'usercert.pem'), 'utf8'),
        'userkey.pem': key,
      },
    });
    const result = await (await startGridJob(job, island)).result;
    await expectFailure(job, result, 5, island);
    expect(result.stderr).toContain('VOMSPROXY_PASS does not open userkey.pem');
    const [, line = ''] = key.split('\n');
    expect((await createShell()`grep -rlF ${line} ${job.folder}`).stdout).toBe('');
  });

  it('does so when REANA cannot be reached', async () => {
    const job = await makeGridStep(island, 'true', { exec: `${exec} --outage-timeout 5s` });
    const result = await (await startGridJob(job, undefined)).result;
    await expectFailure(job, result, 75, island);
    expect(result.stderr).toContain('reana.cern.ch');
  });
});
