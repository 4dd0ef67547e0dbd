import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotOpened, openBelow, readBelow, type Refusal } from '../../src/base/open-below.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const mebibyte = 1024 * 1024;

async function refusalOf(root: string, name: string, largest = mebibyte): Promise<Refusal> {
  try {
    await readBelow(root, name, largest);
  } catch (error) {
    if (error instanceof NotOpened) return error.refusal;
    throw error;
  }
  throw new Error(`${name} was opened.`);
}

describe('readBelow', () => {
  it('reads a regular file, also of a root that the user named by a link', async () => {
    const folder = await temporaryFolder({ 'root/a/b.txt': 'text', 'root/empty': '' });
    const root = path.join(folder, 'root');
    expect(String(await readBelow(root, './a//b.txt', 4))).toBe('text');
    expect(String(await readBelow(root, 'empty', 4))).toBe('');
    await symlink('root', path.join(folder, 'link'));
    expect(String(await readBelow(path.join(folder, 'link'), 'a/b.txt', 4))).toBe('text');
  });

  it('reads what is not there when it is asked how large it is', async () => {
    expect((await readBelow('/proc/self', 'status', mebibyte)).length).toBeGreaterThan(100);
  });

  it('tells why it reads nothing', async () => {
    const folder = await temporaryFolder({
      'outside.txt': 'secret',
      'root/a/b.txt': 'text',
      'root/.git/config': 'token',
    });
    const root = path.join(folder, 'root');
    await symlink('../outside.txt', path.join(root, 'link'));
    await symlink('a', path.join(root, 'folder'));
    await symlink('nowhere', path.join(root, 'dangling'));
    await mkdir(path.join(root, 'd'));
    execFileSync('mkfifo', [path.join(root, 'fifo')]);
    expect(await refusalOf(root, 'link')).toBe('link');
    expect(await refusalOf(root, 'folder/b.txt')).toBe('link');
    expect(await refusalOf(root, 'dangling')).toBe('missing');
    expect(await refusalOf(root, '../outside.txt')).toBe('outside');
    expect(await refusalOf(root, path.join(folder, 'outside.txt'))).toBe('outside');
    expect(await refusalOf(root, '.git/config')).toBe('outside');
    expect(await refusalOf(root, 'd')).toBe('directory');
    expect(await refusalOf(root, 'fifo')).toBe('special');
    expect(await refusalOf('/dev', 'zero')).toBe('special');
    expect(await refusalOf(root, 'nowhere')).toBe('missing');
    expect(await refusalOf(root, 'a/b.txt/c')).toBe('missing');
    expect(await refusalOf(root, 'a/b.txt', 3)).toBe('too-large');
  });

  it.skipIf(process.getuid?.() === 0)('tells of a file that may not be read', async () => {
    const root = await temporaryFolder({ locked: 'text' });
    await chmod(path.join(root, 'locked'), 0);
    expect(await refusalOf(root, 'locked')).toBe('denied');
  });
});

describe('openBelow', () => {
  it('hands out the file that it looked at, whatever takes its place', async () => {
    const root = await temporaryFolder({ 'a.txt': 'mine', secret: 'them' });
    await using handle = await openBelow(root, 'a.txt');
    await rename(path.join(root, 'a.txt'), path.join(root, 'away'));
    await symlink('secret', path.join(root, 'a.txt'));
    expect(await handle.readFile('utf8')).toBe('mine');
    await writeFile(path.join(root, 'b.txt'), '');
  });
});
