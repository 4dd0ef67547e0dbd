/** The state of a Grid job and its run after PanDA, or the batch system, ends it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopedDataset } from './analysis.ts';
import type { RunningContainer } from './container.ts';
import { type GridJob, leadingShell, startGridJob, type StartOptions } from './grid-job.ts';
import {
  expectFailure,
  expectFailureFiles,
  expectNoSecret,
  latestStatus,
  makeGridStep,
  unpack,
} from './grid-step.ts';
import { type Island, startIsland } from './island.ts';

let island: Island;
beforeAll(async () => {
  island = await startIsland();
});
afterAll(() => island.close());

const direct = `export REANA_SERVER_URL=https://reana.cern.ch; reana-ci run . --spec reana-template.yaml --name pchain_ZZ --input ${scopedDataset}`;

describe('a job whose processes get SIGTERM', () => {
  it.each([10, 3])('has stopped its run long before SIGKILL comes %i s later', async (seconds) => {
    const job = await makeGridStep(island, `sleep 10${seconds}`);
    const running = await startRunning(job);
    await running.signal('TERM');
    const kill = setTimeout(() => void running.signal('KILL'), seconds * 1000);
    const result = await running.result;
    clearTimeout(kill);
    await expectFailure(job, result, 143, island);
    expect(await latestStatus(island)).toBe('stopped');
  });

  it('leaves its files within three seconds though REANA hangs, and its run to the next try', async () => {
    const command = 'sleep 8; mkdir limit_stage; echo kept > limit_stage/output.json';
    const first = await makeGridStep(island, command);
    const running = await startRunning(first);
    await island.hang(true);
    await running.signal('TERM');
    await pause(3000);
    await running.signal('KILL');
    const result = await running.result;
    await island.hang(false);
    expect(result.exitCode).toBe(137);
    expect(result.stderr).toBe(`ERROR: ${await expectFailureFiles(first, 143)}\n`);
    await expectNoSecret(first, result, island);
    await expectTakenUp(command);
  });
});

describe('a job of which the leading shell alone', () => {
  it.each([
    ['gets SIGTERM', undefined, 'TERM'],
    ['gets SIGTERM, with reana-ci called directly', direct, 'TERM'],
    ['is killed', undefined, 'KILL'],
    ['is killed, with reana-ci called directly', direct, 'KILL'],
  ] as const)(
    '%s stops its run and leaves its files within three seconds',
    async (what, exec, signal) => {
      const options = exec === undefined ? {} : { exec };
      // Another job than the one before, or it would take up its run.
      const job = await makeGridStep(island, `sleep 102 # ${what}`, options);
      const running = await startRunning(job, { lingers: 3 });
      await running.signalOne(leadingShell, signal);
      const result = await running.result;
      expect(await latestStatus(island)).toBe('stopped');
      expect([137, 143]).toContain(result.exitCode);
      await expectFailure(job, { ...result, exitCode: 143 }, 143, island);
    },
  );
});

describe('a job that is killed', () => {
  it('is taken up by the next try of PanDA, with the same run', async () => {
    const command = 'sleep 5; mkdir limit_stage; echo kept > limit_stage/output.json';
    const first = await startRunning(await makeGridStep(island, command));
    await first.signal('KILL');
    expect((await first.result).exitCode).toBe(137);
    await expectTakenUp(command);
  });
});

async function startRunning(job: GridJob, options?: StartOptions): Promise<RunningContainer> {
  const container = await startGridJob(job, island, options);
  await expect.poll(() => latestStatus(island), { timeout: 30_000 }).toBe('running');
  // The line of a step comes after the look that has seen the run running.
  await expect.poll(() => container.printed(), { timeout: 30_000 }).toMatch(/^running/m);
  return container;
}

async function expectTakenUp(command: string): Promise<void> {
  const before = await island.client.listRuns();
  const job = await makeGridStep(island, command);
  const result = await (await startGridJob(job, island)).result;
  expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  expect(await unpack(job, 'limit_stage/output.json')).toBe('kept\n');
  expect(await island.client.listRuns()).toHaveLength(before.length);
  await expectNoSecret(job, result, island);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
