/** Links, FIFOs and devices in the places where an analysis has files that are read, sent or written. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeJobRun } from '../../src/hosts/gitlab/job-state.ts';
import { openSource } from '../../src/reana/file-source.ts';
import { createFileSink } from '../../src/results/file-sink.ts';
import { gatherSecrets } from '../../src/run/plan/local-secrets.ts';
import { identifyJob } from '../../src/run/plan/job-identity.ts';
import { startProgram } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { canaries, checkOut, contentOf, createVictim, harmless, runThere } from './victim.ts';

const serial = harmless;
const cwl =
  'inputs: {parameters: {}}\nworkflow: {type: cwl, file: flow.cwl}\noutputs: {files: [a]}\n';
const snakemake = 'workflow: {type: snakemake, file: Snakefile}\noutputs: {files: [a]}\n';
const parameters = `${snakemake}inputs: {parameters: {input: params.yaml}}\n`;
const yadage = 'workflow: {type: yadage, file: flow.yml}\noutputs: {files: [a]}\n';

describe('a link to a file of the victim', () => {
  it.each([
    ['as the specification', 'reana.yaml', { 'code.py': '' }],
    ['as a list of what to leave out', '.gitignore', { 'reana.yaml': serial, 'code.py': '' }],
    ['as parameters', 'params.yaml', { 'reana.yaml': parameters, Snakefile: '' }],
    ['as a CWL workflow', 'flow.cwl', { 'reana.yaml': cwl }],
  ])('%s is refused in one clear line', async (_what, name, files) => {
    const victim = await createVictim();
    const folder = await checkOut(files, (root) =>
      symlink(path.join(victim.home, '.ssh/id_rsa'), path.join(root, name)),
    );
    const { exitCode, output } = await runThere(folder, ['run', '--no-lint'], victim.env);
    expect(exitCode).toBe(4);
    expect(output).toMatch(/symbolic link|link to a place outside/);
    expect(output).not.toContain(canaries.key);
    expect(victim.reana.requests.map(({ body }) => body).join('')).not.toContain(canaries.key);
  });
});

describe('a FIFO or a device', () => {
  it.each(['.gitignore', 'flow.yml', 'reana.yaml', '.reana-ci.yml'])(
    'as %s keeps nobody waiting',
    async (name) => {
      const victim = await createVictim();
      const files = { 'reana.yaml': yadage, 'flow.yml': 'stages: []' };
      const rest = Object.fromEntries(Object.entries(files).filter(([file]) => file !== name));
      const folder = await checkOut(rest, (root) => {
        execFileSync('mkfifo', [path.join(root, name)]);
        return Promise.resolve();
      });
      const { exitCode, output } = await runThere(folder, ['lint'], victim.env);
      expect(exitCode).not.toBeNull();
      if (name !== '.reana-ci.yml') expect(output).toContain('not a regular file');
    },
  );
});

it.each([
  ['.reanaignore', '/dev/zero'],
  ['.gitignore', '/dev/zero'],
  ['flow.yml', '/dev/zero'],
  ['reana.yaml', '/dev/random'],
])('a link %s to %s ends lint at once', async (name, device) => {
  const victim = await createVictim();
  const files = { 'reana.yaml': yadage, 'flow.yml': 'stages: []' };
  const rest = Object.fromEntries(Object.entries(files).filter(([file]) => file !== name));
  const folder = await checkOut(rest, (root) => symlink(device, path.join(root, name)));
  const { exitCode, output } = await runThere(folder, ['lint'], victim.env);
  expect(exitCode).not.toBeNull();
  expect(exitCode).not.toBe(70);
  expect(output).toMatch(/symbolic link|link to a place outside|not a regular file/);
});

it('SIGTERM ends lint though a program that it has started does not end', async () => {
  const { env } = await createVictim();
  const programs = await temporaryFolder({
    cwltool: '#!/bin/sh\ntrap "" TERM\ntouch "$0.begun"\nsleep 600\n',
  });
  await chmod(path.join(programs, 'cwltool'), 0o755);
  const folder = await checkOut({
    'reana.yaml': cwl,
    'flow.cwl': '{cwlVersion: v1.0, class: Workflow, inputs: {}, outputs: {}, steps: {}}',
  });
  const child = startProgram(['lint', '--cwltool'], {
    cwd: folder,
    env: { ...env, PATH: `${programs}:${process.env.PATH ?? ''}` },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await expect.poll(() => readdir(programs), { timeout: 30_000 }).toContain('cwltool.begun');
  const begun = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

it('an input that is swapped for a link, or another file, before it is sent is not sent', async () => {
  const folder = await temporaryFolder({ 'a/data.txt': 'mine', secret: 'them' });
  const root = path.join(folder, 'a');
  const source = { path: 'data.txt', file: path.join(root, 'data.txt'), size: 4 };
  await identifyJob('x', { files: [source], parameters: {}, options: {} });
  await rename(source.file, path.join(root, 'away'));
  await symlink('../secret', source.file);
  await expect(bytesOf(source)).rejects.toThrow(/Could not read/);
  await rename(source.file, path.join(root, 'link'));
  await writeFile(source.file, 'them');
  await expect(bytesOf(source)).rejects.toThrow('has changed since');
});

describe('secrets', () => {
  const requirement = {
    reason: 'a step',
    anyOf: [[{ name: 'userkey.pem', type: 'file' }]],
  } as const;

  it('are not taken from a checkout, nor through a link, unless they are named', async () => {
    const { home } = await createVictim();
    const key = path.join(home, '.ssh/id_rsa');
    const tools = (cwd: string) => ({ environment: {}, cwd, secretFolders: [cwd] });
    const none = { secretEnv: [], secretFile: [] };
    const checkout = await checkOut({ 'userkey.pem': 'of a stranger' });
    expect((await gatherSecrets(none, [requirement], tools(checkout))).secrets).toEqual([]);
    const named = { ...none, secretFile: ['userkey.pem'] };
    expect((await gatherSecrets(named, [requirement], tools(checkout))).secrets).toHaveLength(1);
    const linked = await temporaryFolder({});
    await symlink(key, path.join(linked, 'userkey.pem'));
    expect((await gatherSecrets(none, [requirement], tools(linked))).secrets).toEqual([]);
    await expect(gatherSecrets(named, [requirement], tools(linked))).rejects.toThrow('not a file');
    const own = await temporaryFolder({ 'userkey.pem': 'mine' });
    const { secrets, found } = await gatherSecrets(none, [requirement], tools(own));
    expect(secrets).toHaveLength(1);
    expect(found).toEqual(['userkey.pem']);
  });
});

describe('results', () => {
  it('are not written through links', async () => {
    const { home, env } = await createVictim();
    const important = path.join(home, 'important.py');
    const folder = await checkOut({ 'reana.yaml': serial, 'code.py': '' }, async (root) => {
      await symlink(home, path.join(root, 'results'));
    });
    const { output } = await runThere(folder, ['lint', '--results', 'results'], env);
    expect(output).toContain('symbolic link');
    const second = await checkOut(
      { 'reana.yaml': serial, 'code.py': '', 'results/x': '' },
      (root) => symlink(important, path.join(root, 'results/lint.xml')),
    );
    await runThere(second, ['lint', '--results', 'results'], env);
    expect(await readFile(important, 'utf8')).toBe('kept');
    const third = await temporaryFolder({ 'results/x': '' });
    await symlink(home, path.join(third, 'results/outputs'));
    const { sink } = createFileSink(path.join(third, 'results/outputs'));
    const written = sink({ path: 'important.py', size: 1, modified: '' }, content());
    await expect(written).rejects.toThrow('symbolic link');
    expect(await readFile(important, 'utf8')).toBe('kept');
  });
});

describe('a folder of results that is a link', () => {
  it.each([
    ['run', ['run', '--no-lint', '--archive', 'away/out.tar']],
    ['run', ['run', '--no-lint', '--results', 'away/results']],
    ['scan', ['scan', '--no-lint', '--parameter', 'a=1,2', '--results', 'away']],
    ['scan', ['scan', '--no-lint', '--parameter', 'a=1,2', '--results', 'away/scan']],
    ['gather', ['gather', 'away']],
    ['lint', ['lint', '--results', 'away/results']],
  ])('of %s is refused: %j', async (_command, arguments_) => {
    const { home, env } = await createVictim();
    const before = await contentOf(home);
    const folder = await checkOut({ 'reana.yaml': serial, 'code.py': '' }, (root) =>
      symlink(home, path.join(root, 'away')),
    );
    const { exitCode, output } = await runThere(folder, arguments_, env);
    expect(exitCode).not.toBe(0);
    expect(output).toContain('is not a folder, or is a symbolic link');
    expect(await contentOf(home)).toEqual(before);
  });

  it.each(['.reana-ci', '.reana-ci/runs'])('takes no notes of a job: %s', async (link) => {
    const { home } = await createVictim();
    const before = await contentOf(home);
    const folder = await checkOut({ '.keep': '' }, async (root) => {
      await mkdir(path.dirname(path.join(root, link)), { recursive: true });
      await symlink(home, path.join(root, link));
    });
    const run = {
      version: 1,
      server: 's',
      id: 'a',
      name: 'n',
      pipeline: 1,
      state: 'live',
    } as const;
    expect(() => {
      writeJobRun(folder, run);
    }).toThrow('is no folder');
    expect(await contentOf(home)).toEqual(before);
  });
});

async function bytesOf(source: Parameters<typeof openSource>[0]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const opened = openSource(source);
  if (opened instanceof Uint8Array) return Buffer.from(opened);
  for await (const chunk of opened) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* content(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from('x'));
}
