/** The package as users install it: built, packed, unpacked into an empty project. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { accessToken, startGitlabServer } from '../gitlab-server/gitlab-server.ts';
import { jobEnvironment } from '../hosts/gitlab/job-environment.ts';

const root = path.resolve(import.meta.dirname, '../..');

let project = '';

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'reana-ci-build-'));
  await writeFile(path.join(project, 'package.json'), '{ "private": true, "type": "module" }');
  const packed = await run('npm', ['pack', '--json', '--pack-destination', project], root);
  const modules = path.join(project, 'node_modules');
  await mkdir(path.join(modules, 'reana-ci'), { recursive: true });
  const archive = path.join(project, `reana-ci-${packageJson.version}.tgz`);
  expect(packed).toContain(path.basename(archive));
  await run(
    'tar',
    ['-xzf', archive, '--strip-components=1', '-C', path.join(modules, 'reana-ci')],
    root,
  );
});

afterAll(() => rm(project, { recursive: true, force: true }));

describe('the package', () => {
  it('starts with nothing but Node', async () => {
    expect(await reanaCi(['--version'])).toContain(packageJson.version);
  });

  it('is a program that a shell can start', async () => {
    // npm puts the folder of the pinned Node first on PATH.
    expect(await run(cli(), ['--version'], project)).toContain(packageJson.version);
  });

  it('holds every command, the embedded REANA too', async () => {
    const server = spawn(process.execPath, [cli(), 'local', '--executor', 'process', '--json'], {
      cwd: project,
    });
    try {
      let printed = '';
      for await (const chunk of server.stdout) {
        printed += String(chunk);
        if (printed.endsWith('}\n')) break;
      }
      const { url, token } = JSON.parse(printed) as { url: string; token: string };
      const env = { REANA_SERVER_URL: url, REANA_ACCESS_TOKEN: token };
      expect(JSON.parse(await reanaCi(['ping', '--json'], env))).toMatchObject({ server: url });
      expect(await reanaCi(['list', '--json'], env)).toBe('[]\n');
    } finally {
      server.kill('SIGTERM');
    }
  });

  it('draws SVG plots for the note of a GitLab job', async () => {
    const gitlab = await startGitlabServer();
    onTestFinished(() => gitlab.close());
    const cwd = path.join(project, 'analysis');
    await mkdir(cwd);
    const plot =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><text>σ</text></svg>';
    const step = `{ environment: 'python:3.12-slim', commands: ["cp plot.svg limit.svg"] }`;
    const files = {
      'plot.svg': plot,
      '.reana-ci.yml': 'pictures: [limit.svg]\n',
      'reana.yaml': `inputs: { files: [plot.svg] }
workflow: { type: serial, specification: { steps: [${step}] } }
outputs: { files: [limit.svg] }
`,
    };
    for (const [name, content] of Object.entries(files)) {
      await writeFile(path.join(cwd, name), content);
    }
    await run('node', [cli(), 'run'], cwd, {
      ...jobEnvironment,
      CI_API_V4_URL: gitlab.api,
      CI_PROJECT_DIR: cwd,
      GITLAB_TOKEN: accessToken,
      REANA_CI_LOCAL: 'true',
      REANA_CI_EXECUTOR: 'process',
    });
    expect(gitlab.uploads).toMatchObject([{ project: '42', name: 'limit.png' }]);
  });

  it('is a typed client library', async () => {
    const program = `
      import { createReanaClient, type ReanaClient } from 'reana-ci/client';
      const client: ReanaClient = createReanaClient({ server: 'https://reana.example.org', token: 'x' });
      const address: string = client.server;
      console.log(address);
      await client.close();
    `;
    await writeFile(path.join(project, 'program.mts'), program);
    // Node's types and nothing else of ours; no library check is skipped.
    for (const name of ['@types/node', 'undici-types']) {
      await mkdir(path.dirname(path.join(project, 'node_modules', name)), { recursive: true });
      await symlink(
        path.join(root, 'node_modules', name),
        path.join(project, 'node_modules', name),
      );
    }
    const tsc = path.join(root, 'node_modules/.bin/tsc');
    const strict = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--skipLibCheck',
      'false',
    ];
    await run(tsc, [...strict, '--types', 'node', 'program.mts'], project);
    expect(await run('node', ['program.mts'], project)).toBe('https://reana.example.org\n');
  });

  it('is one package, which brings no other and starts no script when it is installed', async () => {
    const file = path.join(project, 'node_modules/reana-ci/package.json');
    const description = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const kinds = [
      'dependencies',
      'optionalDependencies',
      'peerDependencies',
      'bundleDependencies',
    ];
    for (const kind of kinds) expect(description).not.toHaveProperty(kind);
    for (const script of ['preinstall', 'install', 'postinstall']) {
      expect(description.scripts).not.toHaveProperty(script);
    }
  });

  it('holds no test, no source and no path of the machine that built it', async () => {
    const listing = await run('tar', ['-tzf', `reana-ci-${packageJson.version}.tgz`], project);
    const unexpected = listing
      .split('\n')
      .filter((name) => !/^package\/(dist\/.*|package\.json|README\.md|LICENSE)?$|^$/.test(name));
    expect(unexpected).toEqual([]);
    const dist = path.join(project, 'node_modules/reana-ci/dist');
    for (const file of await readdir(dist, { recursive: true })) {
      if (!/\.(js|map|ts)$/.test(file)) continue;
      expect(await readFile(path.join(dist, file), 'utf8'), file).not.toContain(root);
    }
  });

  it('hands on the licences of what it holds', async () => {
    const dist = path.join(project, 'node_modules/reana-ci/dist');
    const notices = await readFile(path.join(dist, 'THIRD-PARTY.txt'), 'utf8');
    expect(notices).toMatch(/^fastify \S+ \(MIT\)\n\n.*Permission is hereby granted/ms);
    expect(notices).toMatch(/^undici /m);
    expect(notices).toMatch(/^@resvg\/resvg-wasm \S+ \(MPL-2\.0\)\n\nSource: \S+$/m);
    expect(notices).toMatch(/^dejavu-fonts-ttf .*Fonts are \(c\) Bitstream/ms);
    expect(notices).not.toMatch(/\(unknown\)$/m);
  });
});

function cli(): string {
  return path.join(project, 'node_modules/reana-ci/dist/cli.js');
}

function reanaCi(arguments_: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return run('node', [cli(), ...arguments_], project, env);
}

/** @returns stdout; a failing command fails the test with what it said */
async function run(
  command: string,
  arguments_: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const program = command === 'node' ? process.execPath : command;
  const child = spawn(program, arguments_, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  expect(code, `${command} ${arguments_.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}
