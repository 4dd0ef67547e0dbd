/** The image's `reana-client` beside the real one: the same commands, on the same server, print the same. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell, type ShellResult } from '../../src/base/shell.ts';
import { type LocalReana, startLocalReana } from '../../src/local/local-reana.ts';
import { builtProgram } from '../program.ts';
import { requirePeer } from './peers.ts';

const program = path.join(builtProgram, 'dist/reana-client.js');

let folder: string;
let reana: LocalReana;
let real: (...args: string[]) => Promise<ShellResult>;
let ours: typeof real;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'look-alike-'));
  await writeFile(path.join(folder, 'names.txt'), 'Lise\n');
  await writeFile(
    path.join(folder, 'reana.yaml'),
    `
inputs: {files: [names.txt]}
workflow:
  type: serial
  specification:
    steps:
      - {name: greet, environment: 'docker.io/library/debian:bookworm', commands: [cp names.txt greeted.txt]}
outputs: {files: [greeted.txt]}
`,
  );
  reana = await startLocalReana({
    stateDirectory: path.join(folder, 'state'),
    executor: 'process',
    environment: { PATH: process.env.PATH },
  });
  const shell = createShell({
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      PYTHONWARNINGS: 'ignore',
      REANA_SERVER_URL: reana.url,
      REANA_ACCESS_TOKEN: reana.token,
      REANA_WORKON: 'greeted',
    },
  });
  const peer = path.join(await requirePeer('reana-client-0.9'), 'reana-client');
  real = (...args) => shell`${peer} ${args}`;
  ours = (...args) => shell`${process.execPath} ${program} ${args}`;
});

afterAll(async () => {
  await reana.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a run made with the look-alike', () => {
  it('is made, filled and started', async () => {
    expect((await ours('create', '-w', 'greeted')).stdout).toMatch(/^greeted\.1$/m);
    const file = path.join(folder, 'names.txt');
    await ok(ours('secrets-add', '--overwrite', '--file', file, '--env', 'VONAME=atlas'));
    expect((await real('secrets-list')).stdout).toMatch(/^VONAME +env *\nnames.txt +file/m);
    expect(await ok(ours('upload'))).toBe(
      '==> SUCCESS: File /names.txt was successfully uploaded.\n',
    );
    await ok(ours('start', '--follow'));
  });

  it.each([
    'status',
    'status --format NAME,RUN_NUMBER,STATUS',
    'status --format status,name',
    'list',
    'list -w greeted',
    'list --format name=greeted,status',
    'list --filter status=finished',
    'list --filter status=failed',
    'list --include-progress',
    'secrets-list',
    'download',
    'upload names.txt',
  ])('prints the same for %s', async (command) => {
    const args = command.split(' ');
    expect(await ok(ours(...args))).toBe(await ok(real(...args)));
  });

  it.each(['status', 'list'])('prints the same for %s --json', async (command) => {
    const [mine, theirs] = [await ok(ours(command, '--json')), await ok(real(command, '--json'))];
    expect(JSON.parse(mine)).toEqual(JSON.parse(theirs));
  });

  it('has the same logs', async () => {
    const [mine, theirs] = [await ok(ours('logs')), await ok(real('logs'))];
    const lines = (text: string) =>
      text.split('\n').filter((line) => line.startsWith('==> ') && !line.startsWith('==> Job ID'));
    expect(lines(mine)).toEqual(lines(theirs));
  });

  it.each(['status -w nosuch', 'stop', 'secrets-add', 'create -w a.b'])(
    'fails at %s as the real one does',
    async (command) => {
      const args = command.split(' ');
      const [mine, theirs] = [await ours(...args), await real(...args)];
      expect(theirs.exitCode).not.toBe(0);
      expect(mine.exitCode).not.toBe(0);
      expect(mine.stdout).toBe('');
    },
  );

  it('is deleted', async () => {
    await ok(ours('delete'));
    expect(await ok(real('list'))).not.toContain('greeted');
  });
});

async function ok(result: Promise<ShellResult>): Promise<string> {
  const { exitCode, stdout, stderr } = await result;
  expect(exitCode, stderr).toBe(0);
  return stdout;
}
