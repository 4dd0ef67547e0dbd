import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../../src/base/shell.ts';
import { openAnalysis, parseGitAddress } from '../../../src/run/plan/analysis.ts';

describe('parseGitAddress', () => {
  it.each([
    ['https://gitlab.cern.ch/group/fit.git', 'https://gitlab.cern.ch/group/fit.git', undefined],
    ['https://gitlab.cern.ch/group/fit.git@v1.2', 'https://gitlab.cern.ch/group/fit.git', 'v1.2'],
    ['https://gitlab.cern.ch/group/fit@feature/x', 'https://gitlab.cern.ch/group/fit', 'feature/x'],
    ['https://me:secret@host.ch/fit.git@main', 'https://me:secret@host.ch/fit.git', 'main'],
    [
      'ssh://git@gitlab.cern.ch:7999/g/fit.git@a1b2',
      'ssh://git@gitlab.cern.ch:7999/g/fit.git',
      'a1b2',
    ],
    ['git@gitlab.cern.ch:g/fit.git', 'git@gitlab.cern.ch:g/fit.git', undefined],
    ['git@gitlab.cern.ch:g/fit.git@main', 'git@gitlab.cern.ch:g/fit.git', 'main'],
    ['file:///srv/fit.git@main', 'file:///srv/fit.git', 'main'],
  ])('reads %s', (given, url, ref) => {
    expect(parseGitAddress(given)).toEqual({ url, ref });
  });

  it.each(['.', 'analyses/fit', '/srv/fit', 'fit@home', 'ext::sh -c date', '--upload-pack=date'])(
    'takes %s for a path',
    (given) => {
      expect(parseGitAddress(given)).toBeUndefined();
    },
  );
});

describe('openAnalysis', () => {
  let folder = '';
  let repository = '';
  let firstCommit = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'analysis-test-'));
    repository = path.join(folder, 'fit.git');
    await mkdir(repository);
    const git = createShell({ cwd: repository });
    const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    await git`git init --quiet --initial-branch main`;
    await git`git config uploadpack.allowAnySHA1InWant true`;
    for (const [content, tag] of [
      ['one', 'v1'],
      ['two', 'v2'],
    ] as const) {
      await writeFile(path.join(repository, 'reana.yaml'), content);
      await git`git add reana.yaml`;
      await git`git ${author} commit --quiet -m ${content}`;
      await git`git tag ${tag}`;
    }
    firstCommit = (await git`git rev-parse v1`).stdout.trim();
  });

  afterAll(() => rm(folder, { recursive: true }));

  function open(given: string) {
    return openAnalysis(given, { cwd: folder, temporaryDirectory: folder, shell: createShell() });
  }

  it('opens a folder where it is', async () => {
    expect(await open('fit.git')).toEqual({
      root: repository,
      label: 'fit.git',
      shortName: 'fit.git',
    });
  });

  it('names the current folder by its name', async () => {
    expect((await open('.')).label).toBe(path.basename(folder));
  });

  it.each([
    ['the default branch', '', 'two'],
    ['a branch', '@main', 'two'],
    ['a tag', '@v1', 'one'],
  ])('clones %s', async (_what, ref, content) => {
    const analysis = await open(`file://${repository}${ref}`);
    expect(await readFile(path.join(analysis.root, 'reana.yaml'), 'utf8')).toBe(content);
    expect(analysis.shortName).toBe('fit');
    expect(analysis.label).toBe(`file://${repository}${ref}`);
  });

  it('clones a commit', async () => {
    const { root } = await open(`file://${repository}@${firstCommit}`);
    expect(await readFile(path.join(root, 'reana.yaml'), 'utf8')).toBe('one');
  });

  it('says what git said when there is no such ref', async () => {
    await expect(open(`file://${repository}@nowhere`)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('nowhere') as string,
    });
  });

  it('does not show credentials of the address', async () => {
    const given = 'https://me:hunter22@127.0.0.1:1/fit.git@main';
    const error: unknown = await open(given).catch((caught: unknown) => caught);
    expect(String(error)).toContain('https://127.0.0.1:1/fit.git@main');
    expect(String(error)).not.toContain('hunter22');
  });

  it.each([
    'https://me:p@ss22@127.0.0.1:1/fit.git',
    'https://me:p@ss22@127.0.0.1:1/fit.git@v1@v2',
    'https://p@ss22@127.0.0.1:1/fit.git',
    'ftp://me:p@ss22@127.0.0.1/fit',
    'https://me:p@ss22@127.0.0.1:1/ fit',
  ])('does not show the password of %s', async (given) => {
    const error: unknown = await open(given).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'usage' });
    expect(String(error)).toContain('127.0.0.1');
    expect(String(error)).not.toContain('ss22');
  });

  it('says that there is no such folder', async () => {
    await expect(open('nowhere')).rejects.toMatchObject({
      code: 'usage',
      message: 'The analysis "nowhere" is not a folder.',
    });
  });
});
