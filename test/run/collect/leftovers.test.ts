import { access, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReanaCiError } from '../../../src/base/error.ts';
import { readRunRecord, type RunRecord } from '../../../src/results/run-record.ts';
import type { ReanaClient } from '../../../src/reana/reana-client.ts';
import { makeAnalysis, tryRun } from '../fake-analysis.ts';
import { addRun, fakeReana, type FakeReana, job } from '../fake-reana.ts';

const first = {
  outputs: { 'limits/a.json': 'a', 'limits/old/b.json': 'b' },
  steps: ['select', 'fit'],
};
const second = { outputs: { 'limits/a.json': 'A' }, steps: ['fit'] };

interface Attempt {
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly string[];
}

function serverOf({ outputs, steps }: Attempt, client: Partial<ReanaClient> = {}): FakeReana {
  const jobs = steps.map((name) => job(name, 'finished', `log of ${name}\n`));
  return fakeReana({ looks: [{ status: 'finished', jobs }], outputs, client });
}

/** An analysis whose runs follow each other with the same results folder. */
async function runs() {
  const cwd = await makeAnalysis();
  const results = path.join(cwd, 'results');
  /** On the server before; its ids never come again. */
  let made = 1;
  return {
    cwd,
    results,
    run: async (attempt: Attempt, client: Partial<ReanaClient> = {}): Promise<RunRecord> => {
      const reana = serverOf(attempt, client);
      for (let count = 0; count < made; count += 1) addRun(reana, `other${count}`, 'deleted');
      made += 1;
      await tryRun(reana, { cwd });
      return readRunRecord(path.join(results, 'run.json'));
    },
    files: async () => {
      const entries = await readdir(results, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map(({ parentPath, name }) => path.relative(results, path.join(parentPath, name)))
        .filter((name) => name !== 'run.json')
        .sort();
    },
    put: async (name: string, content: string) => {
      await mkdir(path.dirname(path.join(results, name)), { recursive: true });
      await writeFile(path.join(results, name), content);
    },
  };
}

const everythingOfTheFirst = [
  'logs/01-select.log',
  'logs/02-fit.log',
  'logs/engine.log',
  'outputs/limits/a.json',
  'outputs/limits/old/b.json',
];
const everythingOfTheSecond = ['logs/01-fit.log', 'logs/engine.log', 'outputs/limits/a.json'];

describe('the results folder', () => {
  it('holds the latest run and nothing of the one before', async () => {
    const { run, files, results } = await runs();
    await run(first);
    expect(await files()).toEqual(everythingOfTheFirst);
    const record = await run(second);
    expect(await files()).toEqual(everythingOfTheSecond);
    expect(record.leftovers).toBeUndefined();
    // The folder that only the first run needed is gone, too.
    expect(await readdir(path.join(results, 'outputs/limits'))).toEqual(['a.json']);
  });

  it('keeps what nobody has recorded, and what has changed since', async () => {
    const { run, files, put } = await runs();
    await put('outputs/limits/old/notes.txt', 'mine');
    await put('logs/mine.log', 'mine');
    await run(first);
    await put('outputs/limits/old/b.json', 'B');
    await run(second);
    expect(await files()).toEqual(
      [
        ...everythingOfTheSecond,
        'logs/mine.log',
        'outputs/limits/old/b.json',
        'outputs/limits/old/notes.txt',
      ].sort(),
    );
  });

  it('keeps all that is there of the same run, though the server has it no more', async () => {
    const { run, files, cwd } = await runs();
    const reana = serverOf(first);
    await tryRun(reana, { cwd });
    for (const name of Object.keys(first.outputs)) reana.runs.get('id-1')?.files.delete(name);
    const { outcome } = await tryRun(reana, { cwd, options: { resume: true } });
    expect(outcome.record).toMatchObject({ id: 'id-1', files: [] });
    expect(await files()).toEqual(everythingOfTheFirst);
    // The next run knows whose they were.
    await run(second);
    expect(await files()).toEqual(everythingOfTheSecond);
  });

  it.each([
    ['was refused', { ping: () => Promise.reject(new ReanaCiError('unreachable', 'Away.')) }],
    ['was cut off', { run: () => Promise.reject(new ReanaCiError('unreachable', 'Away.')) }],
  ])('keeps the results that are there when the next run %s', async (_how, client) => {
    const { run, files } = await runs();
    await run(first);
    const record = await run(second, client);
    expect(record.files).toEqual([]);
    expect(await files()).toEqual(everythingOfTheFirst);
    await run(second);
    expect(await files()).toEqual(everythingOfTheSecond);
  });
});

describe('a record that somebody has made up', () => {
  it('leads to no file outside of the results', async () => {
    const { run, files, put, results } = await runs();
    const record = await run(first);
    await put('../victim.txt', 'b');
    await put('../elsewhere/b.json', 'b');
    await put('mine.txt', 'b');
    const b = record.files.find((file) => file.path.endsWith('b.json'))!;
    const paths = ['../../victim.txt', '../mine.txt', path.join(results, 'mine.txt')];
    const forged = {
      ...record,
      files: [...record.files, ...paths.map((name) => ({ ...b, path: name }))],
      steps: [...record.steps, { ...record.steps[0]!, log: 'mine.txt' }],
      engineLog: '../victim.txt',
    };
    await writeFile(path.join(results, 'run.json'), JSON.stringify(forged));
    // Someone has moved the folder elsewhere and left a link.
    await rename(path.join(results, 'outputs/limits/old'), path.join(results, '../elsewhere/old'));
    await symlink('../../../elsewhere/old', path.join(results, 'outputs/limits/old'));
    await run(second);
    expect(await files()).toEqual(
      [
        ...everythingOfTheSecond,
        'mine.txt',
        'outputs/limits/old',
        'outputs/limits/old/b.json',
      ].sort(),
    );
    await access(path.join(results, '../victim.txt'));
    expect(await readFile(path.join(results, '../elsewhere/old/b.json'), 'utf8')).toBe('b');
  });
});
