import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLogTail } from '../../src/results/log-tail.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the tail of a log', () => {
  it('is its last lines', async () => {
    const folder = await temporaryFolder({ 'logs/a.log': 'one\ntwo\r\nthree\n\n' });
    expect(await readLogTail(folder, 'logs/a.log', 2)).toEqual(['two', 'three']);
  });

  it('is read without the rest of the file', async () => {
    const folder = await temporaryFolder({ 'a.log': `${'x'.repeat(99)}\n`.repeat(10_000) });
    const lines = await readLogTail(folder, 'a.log', 100_000);
    expect(lines.length).toBeLessThan(700);
    expect(new Set(lines)).toEqual(new Set(['x'.repeat(99)]));
  });

  it('has no colours, and of a progress bar what it showed last', async () => {
    const folder = await temporaryFolder({ 'a.log': '\u001b[31mred\u001b[0m\n 1%\r 50%\r100%\n' });
    expect(await readLogTail(folder, 'a.log', 9)).toEqual(['red', '100%']);
  });

  it('is empty for a file that is not there, or a link', async () => {
    const folder = await temporaryFolder({ 'a.log': 'a' });
    await symlink(path.join(folder, 'a.log'), path.join(folder, 'b.log'));
    expect(await readLogTail(folder, 'b.log', 9)).toEqual([]);
    expect(await readLogTail(folder, 'c.log', 9)).toEqual([]);
    expect(await readLogTail(folder, '../a.log', 9)).toEqual([]);
  });
});
