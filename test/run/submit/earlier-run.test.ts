import { describe, expect, it } from 'vitest';
import { findEarlierRun, findRivals } from '../../../src/run/submit/earlier-run.ts';
import type { RunStatus } from '../../../src/reana/types.ts';
import { jobFile as signedFile, jobFilePath } from '../../../src/run/plan/job-identity.ts';
import { addRun, fakeKey, fakeReana } from '../fake-reana.ts';

const identity = { runName: 'fit-0123456789ab', digest: '0123456789abcdef' };
const noProgress = { total: 0, running: 0, finished: 0, failed: 0 };
type Files = (id: string) => Readonly<Record<string, string>>;

/** As we sign it for the run. */
function jobFile(id: string, digest = identity.digest, key = fakeKey) {
  const source = signedFile({ ...identity, digest }, id, key);
  const text = 'content' in source ? Buffer.from(source.content).toString() : '';
  return { [jobFilePath]: text };
}

function otherJobFile(id: string) {
  return jobFile(id, 'another');
}

function noFiles() {
  return {};
}

async function find(...earlier: (readonly [RunStatus, Files])[]) {
  const reana = fakeReana();
  for (const [status, files] of earlier) {
    const run = addRun(reana, identity.runName, status);
    for (const [path, text] of Object.entries(files(run.id))) run.files.set(path, text);
  }
  const { found } = await findEarlierRun(reana.client, identity);
  return found && { name: found.run.name, next: found.next };
}

describe('findEarlierRun', () => {
  it.each([
    ['queued', 'wait'],
    ['pending', 'wait'],
    ['running', 'wait'],
    ['finished', 'collect'],
    ['created', 'complete'],
  ] as const)('takes up a %s run to %s it', async (status, next) => {
    expect(await find([status, jobFile])).toEqual({ name: 'fit-0123456789ab.1', next });
  });

  it.each(['failed', 'stopped', 'deleted'] as const)(
    'does not take up a %s run',
    async (status) => {
      expect(await find([status, jobFile])).toBeUndefined();
    },
  );

  it.each([
    [['9', '10', '8'], '10'],
    [['2.1', '2', '1'], '2.1'],
    [['2', '2.1', '2.10', '2.9'], '2.10'],
    [['3', '2.5'], '3'],
  ])(
    'decides by the latest of the runs %j, restarts after the run itself',
    async (numbers, latest) => {
      const reana = fakeReana();
      const runs = numbers.map((number) => {
        const run = addRun(reana, identity.runName, 'finished');
        for (const [path, text] of Object.entries(jobFile(run.id))) run.files.set(path, text);
        return { ...run, name: `${identity.runName}.${number}` };
      });
      const listRuns = () =>
        Promise.resolve(
          runs.map(({ id, name, status }) => ({
            id,
            name,
            status,
            created: '',
            progress: noProgress,
          })),
        );
      const { found } = await findEarlierRun({ ...reana.client, listRuns }, identity);
      expect(found?.run.name).toBe(`${identity.runName}.${latest}`);
    },
  );

  it('prefers a living run to a later one that has ended', async () => {
    expect(await find(['running', jobFile], ['failed', jobFile])).toMatchObject({ next: 'wait' });
  });

  it('starts anew when the latest run failed, though an earlier one finished', async () => {
    expect(await find(['finished', jobFile], ['failed', jobFile])).toBeUndefined();
  });

  it('looks past a deleted run', async () => {
    expect(await find(['finished', jobFile], ['deleted', noFiles])).toMatchObject({
      name: 'fit-0123456789ab.1',
    });
  });

  it('compares run numbers as numbers', async () => {
    const runs = Array.from({ length: 10 }, () => ['finished', jobFile] as const);
    expect(await find(...runs)).toMatchObject({ name: 'fit-0123456789ab.10' });
  });

  it.each(['running', 'created'] as const)(
    'takes a %s run for ours whose job file is not there yet',
    async (status) => {
      expect(await find([status, noFiles])).toBeDefined();
    },
  );

  it('starts anew when the workspace of a finished run was cleaned up', async () => {
    expect(await find(['finished', noFiles])).toBeUndefined();
  });

  it.each(['running', 'created', 'finished'] as const)(
    'leaves a %s run of another job alone',
    async (status) => {
      expect(await find([status, otherJobFile])).toBeUndefined();
    },
  );

  it('does not read a job file of any size into memory', async () => {
    const file: Files = (id) => ({
      [jobFilePath]: ' '.repeat(3_000_000) + jobFile(id)[jobFilePath],
    });
    expect(await find(['finished', file])).toBeUndefined();
  });

  it.each<[string, Files]>([
    ['without a signature', () => ({ [jobFilePath]: JSON.stringify({ digest: identity.digest }) })],
    ['of another key', (id) => jobFile(id, identity.digest, 'made up by a step')],
    ['of another run', () => jobFile('id-99')],
  ])('takes no results by a job file %s', async (_what, files) => {
    expect(await find(['finished', files])).toBeUndefined();
  });
});

describe('findRivals', () => {
  it('lets the run with the lower number go on when two tries made one each', async () => {
    const reana = fakeReana();
    const failed = addRun(reana, identity.runName, 'failed');
    const first = addRun(reana, identity.runName, 'created');
    const second = addRun(reana, identity.runName, 'created');
    const before = new Set([failed.id]);
    expect((await findRivals(reana.client, identity, second.id, before)).first?.id).toBe(first.id);
    const { first: rival, others } = await findRivals(reana.client, identity, first.id, before);
    expect(rival).toBeUndefined();
    expect(others.map(({ id }) => id)).toEqual([second.id]);
  });

  it('does not mistake a run that was there before for a rival', async () => {
    const reana = fakeReana();
    const old = addRun(reana, identity.runName, 'created');
    const ours = addRun(reana, identity.runName, 'created');
    expect(await findRivals(reana.client, identity, ours.id, new Set([old.id]))).toEqual({
      first: undefined,
      others: [],
    });
  });
});
