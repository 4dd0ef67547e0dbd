import { mkdir, readdir, readFile, rmdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isUnfinished, makeFolder, replaceFile } from '../../src/base/replace-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('a file that is replaced', () => {
  it('is the new one, with nothing else left in the folder', async () => {
    const folder = await temporaryFolder({ 'run.json': 'old' });
    await replaceFile(path.join(folder, 'run.json'), (handle) => handle.writeFile('new'));
    expect(await readFile(path.join(folder, 'run.json'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  it('stays the old one when writing fails, and what failed is told', async () => {
    const folder = await temporaryFolder({ 'run.json': 'old' });
    const writing = replaceFile(path.join(folder, 'run.json'), async (handle) => {
      await handle.writeFile('half');
      throw new Error('the server went away');
    });
    await expect(writing).rejects.toThrow('the server went away');
    expect(await readFile(path.join(folder, 'run.json'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  it('has a name while it is written that no file of an analysis is taken for', async () => {
    const folder = await temporaryFolder({});
    await replaceFile(path.join(folder, 'run.json'), async () => {
      expect((await readdir(folder)).map(isUnfinished)).toEqual([true]);
    });
    expect(isUnfinished('spectrum.part')).toBe(false);
  });
});

describe('a folder', () => {
  it('is made with all that lead to it, once or again', async () => {
    const folder = await temporaryFolder({});
    await makeFolder(path.join(folder, 'a/b'), 'c/d');
    await makeFolder(path.join(folder, 'a/b'), 'c/d');
    expect(await readdir(path.join(folder, 'a/b/c'))).toEqual(['d']);
  });

  it('is not made through a symbolic link below the root', async () => {
    const folder = await temporaryFolder({});
    const elsewhere = await temporaryFolder({});
    await symlink(elsewhere, path.join(folder, 'link'));
    await expect(makeFolder(folder, 'link/below')).rejects.toMatchObject({ code: 'local-io' });
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('is not made in the place of a file', async () => {
    const folder = await temporaryFolder({});
    await writeFile(path.join(folder, 'results'), '');
    await expect(makeFolder(folder, 'results/logs')).rejects.toMatchObject({ code: 'local-io' });
  });

  it('is not made for ever when the working directory was removed', async () => {
    const before = process.cwd();
    const gone = path.join(await temporaryFolder({}), 'job');
    await mkdir(gone);
    process.chdir(gone);
    await rmdir(gone);
    try {
      await expect(makeFolder('results', 'logs')).rejects.toMatchObject({
        code: 'local-io',
        message: expect.stringContaining('gone'),
      });
    } finally {
      process.chdir(before);
    }
  });
});
