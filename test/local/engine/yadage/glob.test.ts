import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileFinder } from '../../../../src/local/engine/yadage/glob.ts';

let outside: string;
let root: string;

beforeAll(async () => {
  outside = await realpath(await mkdtemp(path.join(tmpdir(), 'glob-')));
  root = path.join(outside, 'workspace');
  const files = ['b.txt', 'a.txt', '.hidden.txt', 'x[1].txt', 'sub/c.txt', 'sub/deep/d.txt'];
  for (const file of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), '');
  }
  await writeFile(path.join(outside, 'secret.txt'), '');
  await symlink(outside, path.join(root, 'up'));
  await symlink('sub', path.join(root, 'link'));
});
afterAll(() => rm(outside, { recursive: true }));

describe('finding files', () => {
  it.each([
    ['*.txt', ['a.txt', 'b.txt', 'x[1].txt']],
    ['?.txt', ['a.txt', 'b.txt']],
    ['[!a].txt', ['b.txt']],
    ['[ab].*', ['a.txt', 'b.txt']],
    ['.*.txt', ['.hidden.txt']],
    // A link to a folder is looked into, but not gone through.
    ['**/*.txt', ['a.txt', 'b.txt', 'link/c.txt', 'sub/c.txt', 'sub/deep/d.txt', 'x[1].txt']],
    ['sub/**', ['sub/c.txt', 'sub/deep', 'sub/deep/d.txt']],
    ['*/', ['link/', 'sub/']],
    ['link/*.txt', ['link/c.txt']],
    ['a.txt', ['a.txt']],
    ['missing', []],
    ['*.none', []],
  ])('%s', async (pattern, found) => {
    const finder = new FileFinder(root);
    const under = (name: string): string => `${root}/${name}`;
    expect(await finder.glob(under(pattern))).toEqual(found.map(under).sort());
  });

  it('sees nothing outside of its folder', async () => {
    const finder = new FileFinder(root);
    expect(await finder.glob(`${outside}/*.txt`)).toEqual([]);
    expect(await finder.glob(`${root}/up/*.txt`)).toEqual([]);
    expect(await finder.glob(`${root}/../*.txt`)).toEqual([]);
    expect(await finder.exists(`${outside}/secret.txt`)).toBe(false);
    expect(await finder.exists(`${root}/up/secret.txt`)).toBe(false);
  });

  it('knows whether a file exists', async () => {
    const finder = new FileFinder(root);
    expect(await finder.exists(`${root}/sub/c.txt`)).toBe(true);
    expect(await finder.exists('sub')).toBe(true);
    expect(await finder.exists(`${root}/`)).toBe(true);
    expect(await finder.exists(`${root}/none`)).toBe(false);
  });
});
