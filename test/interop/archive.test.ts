/** The archive for machines without Node: packed, unpacked into an empty folder, started there. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import lock from '../../scripts/archive/node/package-lock.json' with { type: 'json' };
import { fetchNode, type NodeFiles } from '../../scripts/archive/fetch-node.ts';
import { type Processor, processors, tripletOf } from '../../scripts/archive/processor.ts';
import { writeArchive } from '../../scripts/archive/write-archive.ts';
import { readHome } from '../../scripts/home.ts';
import { createShell } from '../../src/base/shell.ts';
import { readBlocks } from '../docs/code-blocks.ts';
import { runnable, tryBlock } from '../docs/try-blocks.ts';
import { builtProgram } from '../program.ts';
import { startReleaseServer } from './release-server.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const title = 'reana-ci-0.0.0-test';
const processor = process.arch as Processor;
let folder: string;
let file: string;
const nodes = new Map<Processor, Promise<NodeFiles>>();
/** Some machine: no Node, and the tools that steps of the examples call. */
let machine: ReturnType<typeof createShell>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-archive-'));
  file = await writeOne('archive.tar.gz');
  await createShell({ cwd: folder })`tar -xzf ${file}`;
  const programs = path.join(folder, 'programs');
  await mkdir(programs);
  const tools = ['sh', 'bash', 'env', 'readlink', 'dirname', 'cat', 'mkdir', 'sleep', 'sed', 'git'];
  for (const name of tools) {
    const { stdout } = await createShell()`command -v ${name}`;
    await symlink(stdout.trim(), path.join(programs, name));
  }
  machine = createShell({ cwd: folder, env: { PATH: programs, HOME: folder } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the archive', () => {
  it('starts where there is no Node', async () => {
    expect((await machine`command -v node`).exitCode).not.toBe(0);
    const { stdout, stderr } = await machine`${title}/bin/reana-ci --version`;
    expect({ stdout, stderr }).toEqual({
      stdout: expect.stringMatching(new RegExp(`^${packageJson.version}\\b.*\n$`)),
      stderr: '',
    });
  });

  it('starts by a link in a folder of the search path', async () => {
    await symlink(path.join(folder, title, 'bin/reana-ci'), path.join(folder, 'programs/reana-ci'));
    expect((await machine`reana-ci --version`).stdout).toContain(packageJson.version);
  });

  it('checks and runs an analysis', async () => {
    const example = path.join(repository, 'examples/hello-serial');
    const lint = await machine`${title}/bin/reana-ci lint ${example}`;
    expect(lint.exitCode, lint.stderr).toBe(0);
    const run = await machine`${title}/bin/reana-ci run ${example} --local --executor process`;
    expect(run.exitCode, run.stderr).toBe(0);
    expect(await readdir(path.join(folder, 'results/outputs'), { recursive: true })).toContain(
      'results/greetings.txt',
    );
  });

  it('draws SVG plots, for which it starts itself', async () => {
    const lib = path.join(folder, title, 'lib/reana-ci');
    expect(await readdir(lib)).toEqual(expect.arrayContaining(['svg-to-png.js', 'assets']));
  });

  it('is the same byte for byte when it is packed again', async () => {
    expect(await digestOf(await writeOne('again.tar.gz'))).toBe(await digestOf(file));
  });

  it('holds the program, its Node and their licences, and no other file', async () => {
    const { stdout } = await createShell({ cwd: folder })`tar -tzf ${file}`;
    const names = stdout.trim().split('\n');
    const program =
      /^(bin\/reana-ci|LICENSE|lib\/reana-ci\/(node|libatomic\.so\.1|package\.json|THIRD-PARTY\.txt|(NODE|LIBATOMIC)-LICENSE|(cli|svg-to-png)\.js|(chunks|assets)\/[\w.-]+))$/;
    expect(names.filter((name) => !program.test(name.slice(title.length + 1)))).toEqual([]);
    expect(names.length).toBeGreaterThan(50);
  });
});

describe.skipIf(processor !== 'x64')('the archive of a release', () => {
  const blocks = runnable(readBlocks(), (equipment) => equipment.includes('release'));

  it.each(blocks.map((one) => [one.block.place, one] as const))(
    'is installed as %s prints it',
    async (_place, { block, trial }) => {
      const release = `reana-ci-${packageJson.version}-linux-x64`;
      await writeOne(`${release}.tar.gz`, release);
      const sums = await createShell({ cwd: folder })`sha256sum ${release}.tar.gz`;
      await writeFile(path.join(folder, 'SHA256SUMS'), sums.stdout);
      const gitlab = await startReleaseServer(readHome(repository), folder);
      onTestFinished(() => {
        gitlab.close();
      });
      const said = await tryBlock(block, trial, {
        withoutProgram: true,
        env: { CURL_HOME: gitlab.curlHome },
      });
      expect(said).toContain(`${release}.tar.gz: OK`);
      expect(said).toMatch(new RegExp(`^${packageJson.version}`, 'm'));
    },
  );

  it('is what the README tells of', () => {
    expect(blocks).not.toEqual([]);
  });
});

describe.each(processors)('the Node for %s', (which) => {
  it('is the one of the image', () => {
    expect(lock.packages[`node_modules/node-linux-${which}`].version).toBe(
      packageJson.devDependencies.node,
    );
  });

  it('asks for no library that Enterprise Linux 8 and 9 lack', async () => {
    const { program, libatomic } = await nodeFor(which);
    const objdump = `${tripletOf[which]}-objdump`;
    for (const binary of [program, libatomic]) {
      const { stdout } = await createShell()`${objdump} -T ${binary}`;
      // EL 8: glibc 2.28, and the C++ library of GCC 8.
      expect(newest(stdout, 'GLIBC')).toBeLessThanOrEqual(2.28);
      expect(newest(stdout, 'GLIBCXX')).toBeLessThanOrEqual(4.25);
    }
    const { stdout } = await createShell()`${objdump} -p ${program}`;
    expect(stdout).toMatch(/RUNPATH +\$ORIGIN\n/);
    const system = /^(lib(dl|m|c|pthread|stdc\+\+|gcc_s)\.so\.\d|ld-linux-.*)$/;
    const libraries = [...stdout.matchAll(/NEEDED +(\S+)/g)].map(([, name = '']) => name);
    expect(libraries.filter((name) => !system.test(name))).toEqual(['libatomic.so.1']);
  });
});

/** Fast rather than small. */
async function writeOne(name: string, within = title): Promise<string> {
  const target = path.join(folder, name);
  const node = await nodeFor(processor);
  await writeArchive({
    dist: path.join(builtProgram, 'dist'),
    node,
    title: within,
    file: target,
    level: 1,
  });
  return target;
}

/** Fetched once. */
function nodeFor(which: Processor): Promise<NodeFiles> {
  const known = nodes.get(which) ?? fetchNode(which, path.join(folder, 'cache'));
  nodes.set(which, known);
  return known;
}

async function digestOf(name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(name))
    .digest('hex');
}

/** Of `GLIBC_2.28` the number 2.28; of `GLIBCXX_3.4.25`, 4.25. */
function newest(symbols: string, library: string): number {
  const versions = [...symbols.matchAll(new RegExp(`\\b${library}_(?:3\\.)?(\\d+)\\.(\\d+)`, 'g'))];
  const numbers = versions.map(
    ([, major, minor = '']) => `${major ?? 0}.${minor.padStart(2, '0')}`,
  );
  return Math.max(0, ...numbers.map(Number));
}
