/** The image's `reana-client` beside the real one: the same commands, on the same server, print the same. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { CommanderError } from 'commander';
import { Told } from '../../src/commands/edge.ts';
import { createReanaClientProgram } from '../../src/commands/reana-client/program.ts';
import { type LocalReana, startLocalReana } from '../../src/local/local-reana.ts';
import { createTestEdge } from '../commands/call.ts';
import { requirePeer } from './peers.ts';

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let reana: LocalReana;
let env: Record<string, string>;
let python: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'look-alike-'));
  await mkdir(path.join(folder, 'extra'));
  await writeFile(path.join(folder, 'extra/note.txt'), 'note\n');
  await writeFile(path.join(folder, 'names.txt'), 'Lise\n');
  await writeFile(
    path.join(folder, 'reana.yaml'),
    `
inputs: {files: [names.txt], parameters: {greeting: Hello}}
workflow:
  type: serial
  specification:
    steps:
      - name: greet
        environment: 'docker.io/library/debian:bookworm'
        commands: ['echo "\${greeting}" > greeted.txt; cat names.txt >> greeted.txt']
outputs: {files: [greeted.txt]}
`,
  );
  reana = await startLocalReana({
    stateDirectory: path.join(folder, '../', `${path.basename(folder)}-state`),
    executor: 'process',
    environment: { PATH: process.env.PATH },
  });
  env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    REANA_SERVER_URL: reana.url,
    REANA_ACCESS_TOKEN: reana.token,
    REANA_WORKON: 'greeted',
  };
  python = path.join(await requirePeer('reana-client-0.9'), 'python');
});

afterAll(async () => {
  await reana.close();
  await rm(folder, { recursive: true, force: true });
  await rm(`${folder}-state`, { recursive: true, force: true });
});

const alike = [
  'status',
  'status -v',
  'status --include-duration',
  'status --format NAME,RUN_NUMBER,STATUS',
  'status --format status,name',
  'status --format name --format status',
  'status --json',
  'status -v --json',
  'list',
  'list -w greeted',
  'list -v',
  'list --verbose --human-readable',
  'list --format name=greeted,status',
  'list --format name,nonsense',
  'list --filter status=finished',
  'list --filter status=failed',
  'list --filter name=gree',
  'list --filter name=nothing',
  'list --include-progress',
  'list --include-workspace-size',
  'list --include-workspace-size -h --sort size',
  'list --include-duration --sort name',
  'list --sort run_number',
  'list --page 2 --size 1',
  'list --all',
  'list --json',
  'list -v --json',
  'list --sessions',
  'logs --filter step=greet --json',
  'logs --json',
  'logs',
  'logs --page 1 --size 1',
  'logs --filter status=failed',
  'logs --filter compute_backend=kubernetes',
  'ls',
  'ls -h',
  'ls --json',
  'ls --url',
  'ls --format name,size',
  'ls --filter name=greet',
  'ls *.txt',
  'ls --page 2 --size 1',
  'du',
  'du -s',
  'du -h',
  'info',
  'quota-show --resources',
  'quota-show --resource disk',
  'quota-show --resource disk -h',
  'quota-show --resource cpu --report usage',
  'quota-show --resource disk --report limit',
  'diff greeted.1 second.1',
  'diff greeted.1 second.1 --brief',
  'diff greeted.1 second.1 -u 1',
  'retention-rules-list',
  'secrets-list',
  'download',
  'download -o - greeted.txt',
];

const failing = [
  'status -w nosuch',
  'logs -w nosuch',
  'logs --filter nonsense=1',
  'logs --filter step',
  'logs --filter status=odd',
  'list --filter nonsense=1',
  'list --filter status=odd',
  'list --filter status',
  'ls -w nosuch',
  'du -w nosuch',
  'du --filter name=nothing',
  'du --filter name=greet',
  'rm nothing.txt',
  'mv nothing.txt other.txt',
  'start -w nosuch',
  'stop',
  'stop --force -w nosuch',
  'delete -w nosuch',
  'open',
  'close',
  'create -w a.b',
  'create -f nosuch.yaml',
  'upload nosuch.txt',
  'secrets-delete NOSUCH',
  'quota-show --resource memory',
  'quota-show --resource disk --report all',
  'validate -f nosuch.yaml',
  'validate --pull',
  'diff second.1',
  'nosuch-command',
  'status --nosuch-option',
  'ping -t wrong',
];

describe('the table of commands', () => {
  it('is the one of the real client, command by command and option by option', async () => {
    const script = path.join(import.meta.dirname, 'reana-client-table.py');
    const { stdout } = await createShell()`${python} ${script}`;
    const table = JSON.parse(stdout) as Record<string, { arguments: number; options: string[] }>;
    const golden = path.join(import.meta.dirname, 'reana-client-0.9.6.json');
    expect(table).toEqual(JSON.parse(await readFile(golden, 'utf8')));
    const commands = new Map(
      createReanaClientProgram(createTestEdge({})).commands.map((command) => [
        command.name(),
        command,
      ]),
    );
    expect([...commands.keys()].sort()).toEqual(Object.keys(table));
    for (const [name, { options }] of Object.entries(table)) {
      const flags = (commands.get(name)?.options ?? []).flatMap(({ short, long }) => [short, long]);
      expect(flags, name).toEqual(expect.arrayContaining(options.filter((flag) => flag !== '-U')));
    }
  });
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
    expect(await ok(ours('start', '--follow'))).toMatch(
      /==> SUCCESS: greeted has finished\n==> Listing workflow output files\.\.\.\nhttp.*greeted\.txt$/ms,
    );
  });

  it('is run in one command', async () => {
    const args = ['run', '-w', 'second', '-p', 'greeting=Ciao', '--follow'];
    const [mine, theirs] = [await ok(ours(...args)), await ok(real(...args))];
    const shape = (text: string) =>
      text
        .replaceAll(/second\.\d/g, 'second.N')
        .split('\n')
        .filter((line) => !/is running|has been queued|is pending|-> |==> Verifying/.test(line))
        .sort();
    expect(shape(mine)).toEqual(shape(theirs));
    expect((await real('download', '-w', 'second.1', '-o', '-', 'greeted.txt')).stdout).toBe(
      'Ciao\nLise\n',
    );
  });

  describe.each([['alike', alike]] as const)('prints %s', (_title, commands) => {
    let theirs: readonly Ended[];
    beforeAll(async () => {
      theirs = await realAll(commands.map((command) => command.split(' ')));
    });
    it.each(commands)('%s', async (command) => {
      const real = theirs[commands.indexOf(command)];
      expect(real).toMatchObject({ exitCode: 0 });
      const mine = await ok(ours(...command.split(' ')));
      // Files may come in another order from one request to the next.
      expect(mine.split('\n').sort()).toEqual(real?.stdout.split('\n').sort());
    });
  });

  it('prints the limits of the server as JSON', async () => {
    const parse = (text: string) =>
      JSON.parse(text, (_key, value: unknown) => value ?? undefined) as unknown;
    // The real one fills in null for what its description of the API has and the server has not.
    expect(parse(await ok(ours('info', '--json')))).toEqual(
      parse(await ok(real('info', '--json'))),
    );
  });

  it.each(['upload names.txt', 'upload extra'])('prints the same for %s', async (command) => {
    await expectSame(command.split(' '));
  });

  it('tells who is asking', async () => {
    const text = (await ok(ours('ping'))).replace(/client version: .*/, 'client version: 0.9.6');
    expect(text).toBe(await ok(real('ping')));
  });

  it('uploads a whole folder', async () => {
    const sorted = async (result: Promise<Ended>) => (await ok(result)).split('\n').sort();
    expect(await sorted(ours('upload', '.'))).toEqual(await sorted(real('upload', '.')));
  });

  it('moves, deletes and prunes files', async () => {
    await expectTurns(['mv', 'extra/note.txt', 'note.txt'], ['mv', 'note.txt', 'extra/note.txt']);
    expect(await ok(ours('rm', 'extra/note.txt'))).toBe(
      '==> SUCCESS: File extra/note.txt was successfully deleted.\n==> SUCCESS: 5 bytes freed up.\n',
    );
    await ok(ours('upload', 'extra'));
    expect(await ok(real('rm', 'extra/note.txt'))).toBe(
      '==> SUCCESS: File extra/note.txt was successfully deleted.\n==> SUCCESS: 5 bytes freed up.\n',
    );
    await expectSame(['prune']);
    await expectSame(['prune', '--include-inputs']);
    expect((await real('ls')).stdout).not.toContain('names.txt');
  });

  it('is started again', async () => {
    await ok(ours('upload'));
    expect(await ok(ours('restart', '-w', 'greeted'))).toMatch(/^==> SUCCESS: greeted\.1\.1 /);
  });

  describe('what fails', () => {
    let theirs: readonly Ended[];
    beforeAll(async () => {
      theirs = await realAll(failing.map((command) => command.split(' ')));
    });
    it.each(failing)('%s', async (command) => {
      const real = theirs[failing.indexOf(command)];
      const mine = await ours(...command.split(' '));
      // Usage errors are worded by the libraries; what a server says may lose its line breaks on the way.
      const shown = (text = '') =>
        text.startsWith('==> ') ? text.replaceAll(/\s+/g, ' ').trim() : '';
      const versions = /version: .*/g;
      expect(mine.exitCode, mine.stderr).not.toBe(0);
      expect({
        exitCode: mine.exitCode,
        stdout: mine.stdout.replaceAll(versions, ''),
        stderr: shown(mine.stderr),
      }).toEqual({
        exitCode: real?.exitCode,
        stdout: real?.stdout.replaceAll(versions, ''),
        stderr: shown(real?.stderr),
      });
    });
  });

  it.each(['secrets-add', 'quota-show', 'download nothing.txt', 'start -w second.1'])(
    'ends %s with the exit code of the real one',
    async (command) => {
      const args = command.split(' ');
      const [mine, theirs] = [await ours(...args), await real(...args)];
      expect(mine.exitCode, mine.stderr).toBe(theirs.exitCode);
      expect(mine.exitCode).toBe(1);
    },
  );

  it('does not add a secret twice', async () => {
    const args = ['secrets-add', '--env', 'VONAME=cms'];
    const [mine, theirs] = [await ours(...args), await real(...args)];
    expect([mine.exitCode, mine.stderr]).toEqual([theirs.exitCode, theirs.stderr]);
  });

  it('is deleted', async () => {
    expect(await ok(ours('delete', '--include-all-runs'))).toBe(
      "==> SUCCESS: All workflows named 'greeted' have been deleted.\n",
    );
    expect(await ok(real('list'))).not.toContain('greeted');
    expect(await readFile(path.join(folder, 'greeted.txt'), 'utf8')).toBe('Hello\nLise\n');
  });
});

/** Files may come in another order from one request to the next; durations grow. */
async function expectSame(args: string[]): Promise<void> {
  const [mine, theirs] = [await ok(ours(...args)), await ok(real(...args))];
  expect(mine.split('\n').sort()).toEqual(theirs.split('\n').sort());
}

/** Our turn, and the real one's, which takes it back. */
async function expectTurns(mine: string[], theirs: string[]): Promise<void> {
  const [there, back] = [await ok(ours(...mine)), await ok(real(...theirs))];
  expect(there.replace(mine[1] ?? '', 'A').replace(mine[2] ?? '', 'B')).toBe(
    back.replace(theirs[1] ?? '', 'A').replace(theirs[2] ?? '', 'B'),
  );
}

/** Runs commands of the look-alike one by one, in this process. */
async function ours(...args: string[]): Promise<Ended> {
  const edge = createTestEdge(env, { cwd: folder });
  let exitCode = 0;
  try {
    await createReanaClientProgram(edge).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof Told) ({ exitCode } = error);
    else if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? 0 : 2;
    else throw error;
  }
  edge.stdout.end();
  edge.stderr.end();
  return { exitCode, stdout: await text(edge.stdout), stderr: await text(edge.stderr) };
}

async function real(...args: string[]): Promise<Ended> {
  const [ended] = await realAll([args]);
  if (ended === undefined) throw new Error('reana-client said nothing');
  return ended;
}

/** Runs commands of the real client. */
async function realAll(commands: readonly (readonly string[])[]): Promise<Ended[]> {
  const script = path.join(import.meta.dirname, 'reana-client-batch.py');
  const input = JSON.stringify(commands);
  const shell = createShell({ cwd: folder, env });
  const { stdout, stderr } = await shell`printf %s ${input} | ${python} ${script}`;
  if (!stdout.startsWith('[')) throw new Error(stderr);
  return JSON.parse(stdout) as Ended[];
}

async function ok(result: Promise<Ended>): Promise<string> {
  const { exitCode, stdout, stderr } = await result;
  expect(exitCode, stderr).toBe(0);
  return stdout;
}
