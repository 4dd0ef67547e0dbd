import { access } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerDownload } from '../../src/commands/download.ts';
import { registerStatus } from '../../src/commands/status.ts';
import { registerStop } from '../../src/commands/stop.ts';
import { type Reana, startReana } from '../embedded-reana.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const step = { environment: 'python:3.12-slim', commands: ['cp greeting.txt answer.txt'] };
const specification = {
  inputs: { files: ['greeting.txt'] },
  workflow: { type: 'serial', specification: { steps: [step] } },
  outputs: { files: ['answer.txt'] },
};
const first = '0123456789abcdef'.repeat(2);
const second = 'fedcba9876543210'.repeat(2);

describe('a run of reana-ci run, whose name ends in a digest', () => {
  it('is found by its title, which means the latest', async () => {
    const reana = await startReana();
    await make(reana, `hello-${first}`);
    const latest = await make(reana, `hello-${second}`);
    // Titles of other runs that hold this one.
    await make(reana, `hello-there-${first}`);
    await make(reana, `say-hello-${first}`);
    await make(reana, `hello-${first}c`);
    expect(await status(reana, 'hello')).toMatchObject({ id: latest, name: `hello-${second}.1` });
    await make(reana, 'hello');
    expect(await status(reana, 'hello')).toMatchObject({ name: 'hello.1' });
    const youngest = await make(reana, `hello-${first}`);
    expect(await status(reana, 'hello')).toMatchObject({ id: youngest, name: `hello-${first}.2` });
  });

  it('is found by its title and number, where that is one run', async () => {
    const reana = await startReana();
    await make(reana, `hello-${first}`);
    await make(reana, `hello-${second}`);
    const only = await make(reana, `hello-${second}`);
    expect(await status(reana, 'hello.2')).toMatchObject({ id: only });
    const { error } = await call(registerStop, ['stop', 'hello.1'], reana.variables);
    expect(error).toMatchObject({
      code: 'usage',
      message: 'hello.1 matches 2 runs.',
      hint: `Give one of these names: hello-${second}.1, hello-${first}.1`,
    });
    expect(await status(reana, `hello-${first}.1`)).toMatchObject({ name: `hello-${first}.1` });
  });

  it('is told from a run that has exactly this name and number', async () => {
    const reana = await startReana();
    const exact = await make(reana, 'hello');
    await make(reana, `hello-${first}`);
    expect(await status(reana, 'hello.1')).toMatchObject({ id: exact });
  });

  it('is not found by parts of its title', async () => {
    const reana = await startReana();
    await make(reana, `hello-serial-${first}`);
    for (const name of ['serial', 'hello', 'hello-serial.7', first]) {
      const { error } = await call(registerStatus, ['status', name], reana.variables);
      expect(error).toMatchObject({
        code: 'not-found',
        hint: `The latest runs are hello-serial-${first}.1.`,
      });
    }
  });
});

describe('download with REANA_WORKON', () => {
  it.each([
    ['.', ['answer.txt', 'greeting.txt']],
    ['*.txt', ['answer.txt', 'greeting.txt']],
    ['answer.txt', ['answer.txt']],
    ['folder', ['folder/inner']],
  ])('takes %s as what to fetch', async (pattern, wanted) => {
    const { reana, cwd } = await finished();
    const env = { ...reana.variables, REANA_WORKON: 'hello' };
    const { error } = await call(registerDownload, ['download', pattern], env, { cwd });
    expect(error).toBeUndefined();
    for (const file of wanted) await access(path.join(cwd, 'results', file));
  });

  it('still takes the name of another run', async () => {
    const { reana, cwd } = await finished();
    const env = { ...reana.variables, REANA_WORKON: 'nothing' };
    const arguments_ = ['download', 'hello', 'greeting.txt'];
    const { stdout, error } = await call(registerDownload, arguments_, env, { cwd });
    expect(error).toBeUndefined();
    expect(stdout).toBe('results/greeting.txt\n');
  });

  it('asks for a run where only patterns are given', async () => {
    const { error } = await call(registerDownload, ['download', '.'], {});
    expect(error).toMatchObject({ code: 'usage', message: 'No run is given.' });
  });
});

async function finished(): Promise<{ readonly reana: Reana; readonly cwd: string }> {
  const reana = await startReana();
  const id = await make(reana, `hello-${first}`);
  const greeting = { path: 'greeting.txt', content: Buffer.from('Hello\n') };
  const inner = { path: 'folder/inner', content: Buffer.from('x') };
  await reana.client.uploadFiles(id, [greeting, inner]);
  await reana.client.startRun(id, {});
  await expect
    .poll(async () => (await reana.client.run(id)).status, { timeout: 20_000 })
    .toBe('finished');
  return { reana, cwd: await temporaryFolder({}) };
}

/** @returns the id */
async function make({ client }: Reana, name: string): Promise<string> {
  const bundle = [{ path: 'reana.yaml', content: Buffer.from(JSON.stringify(specification)) }];
  return (await client.createRun({ name, specification, bundle })).id;
}

async function status({ variables }: Reana, name: string): Promise<unknown> {
  const { stdout, error } = await call(registerStatus, ['status', name, '--json'], variables);
  expect(error).toBeUndefined();
  return JSON.parse(stdout) as unknown;
}
