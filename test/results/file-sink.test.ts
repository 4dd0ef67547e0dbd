import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileSink } from '../../src/results/file-sink.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the file sink', () => {
  it('writes files below the folder and knows their size and checksum', async () => {
    const folder = path.join(await temporaryFolder({}), 'made/on/demand');
    const { sink, files } = createFileSink(folder);
    await sink(listed('plots/b.txt'), chunks('he', 'llo'));
    await sink(listed('a.txt'), chunks());
    expect(await readFile(path.join(folder, 'plots/b.txt'), 'utf8')).toBe('hello');
    expect(files()).toEqual([
      {
        path: 'a.txt',
        size: 0,
        sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
      {
        path: 'plots/b.txt',
        size: 5,
        sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      },
    ]);
  });

  it('takes many files at a time into one new folder', async () => {
    const folder = await temporaryFolder({});
    const { sink, files } = createFileSink(folder);
    const names = Array.from({ length: 20 }, (_, index) => `new/folder/${index}.txt`);
    await Promise.all(names.map((name) => sink(listed(name), chunks(name))));
    expect(files()).toHaveLength(20);
    expect(await readdir(path.join(folder, 'new/folder'))).toHaveLength(20);
  });

  it.each(['../outside.txt', '/etc/outside.txt', 'a/../../outside.txt', 'a\\b', ''])(
    'refuses the path %j',
    async (name) => {
      const { sink } = createFileSink(await temporaryFolder({}));
      await expect(sink(listed(name), chunks('x'))).rejects.toMatchObject({ code: 'local-io' });
    },
  );

  it('does not write through a symbolic link to a folder', async () => {
    const outside = await temporaryFolder({});
    const folder = await temporaryFolder({});
    await symlink(outside, path.join(folder, 'link'));
    const { sink } = createFileSink(folder);
    const writing = sink(listed('link/deep/file.txt'), chunks('x'));
    await expect(writing).rejects.toMatchObject({
      code: 'local-io',
      message: expect.stringContaining('symbolic link'),
    });
    expect(await readdir(outside)).toEqual([]);
  });

  it('replaces a symbolic link to a file and leaves what it points to', async () => {
    const outside = await temporaryFolder({ 'precious.txt': 'precious' });
    const folder = await temporaryFolder({});
    await symlink(path.join(outside, 'precious.txt'), path.join(folder, 'file.txt'));
    await createFileSink(folder).sink(listed('file.txt'), chunks('new'));
    expect(await readFile(path.join(folder, 'file.txt'), 'utf8')).toBe('new');
    expect(await readFile(path.join(outside, 'precious.txt'), 'utf8')).toBe('precious');
  });

  it('keeps the old file and no half one when the content breaks off', async () => {
    const folder = await temporaryFolder({ 'file.txt': 'old' });
    const { sink, files } = createFileSink(folder);
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* chunks('half');
      throw new Error('connection lost');
    }
    await expect(sink(listed('file.txt'), broken())).rejects.toThrow('connection lost');
    expect(await readdir(folder)).toEqual(['file.txt']);
    expect(await readFile(path.join(folder, 'file.txt'), 'utf8')).toBe('old');
    expect(files()).toEqual([]);
  });

  it('says what is in the way when a folder has the name of a file', async () => {
    const folder = await temporaryFolder({});
    await mkdir(path.join(folder, 'name/inside'), { recursive: true });
    const writing = createFileSink(folder).sink(listed('name'), chunks('x'));
    await expect(writing).rejects.toMatchObject({
      code: 'local-io',
      message: `Something else is in the place of ${path.join(folder, 'name')}.`,
    });
    expect(await readdir(folder)).toEqual(['name']);
  });

  it('says how much space a file takes when the disk is full', async () => {
    async function* diskFull(): AsyncGenerator<Uint8Array> {
      yield* chunks('x');
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    }
    const folder = await temporaryFolder({});
    const writing = createFileSink(folder).sink(
      { ...listed('big'), size: 3 * 1024 ** 3 },
      diskFull(),
    );
    await expect(writing).rejects.toMatchObject({
      code: 'local-io',
      message: expect.stringMatching(/It takes 3\.0 GiB; .* are free\.$/),
    });
  });
});

function listed(name: string) {
  return { path: name, size: 5, modified: '2026-01-31T12:00:00' };
}

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await Promise.resolve();
    yield Buffer.from(text);
  }
}
