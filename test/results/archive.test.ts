import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { extract, type Header } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { createArchive } from '../../src/results/archive.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the archive of results', () => {
  it('holds the files sorted, relative to the root, with nothing of this machine', async () => {
    const root = await temporaryFolder({
      'z.txt': 'last',
      'limit_stage/output.json': '{}',
      run: '#!',
    });
    await chmod(path.join(root, 'run'), 0o700);
    const file = path.join(root, 'out.tar');
    const archive = await createArchive({ root, file, compress: false });
    const entries = await listArchive(file);
    expect(entries.map(({ name, mode }) => [name, mode.toString(8)])).toEqual([
      ['limit_stage/output.json', '644'],
      ['run', '755'],
      ['z.txt', '644'],
    ]);
    expect(entries.every(({ uid, gid, uname }) => uid === 0 && gid === 0 && uname === '')).toBe(
      true,
    );
    expect(archive).toEqual({ entries: 3, bytes: (await stat(file)).size });
  });

  it.each([false, true])('has the same bytes whenever it is made (gzip: %s)', async (compress) => {
    const root = await temporaryFolder({ 'a/b.txt': 'same', 'c.txt': '' });
    const first = path.join(await temporaryFolder({}), '1.tar');
    const second = path.join(await temporaryFolder({}), '2.tar');
    await createArchive({ root, file: first, compress });
    await utimes(path.join(root, 'a/b.txt'), new Date(), new Date(1234567890000));
    await createArchive({ root, file: second, compress });
    expect((await readFile(first)).equals(await readFile(second))).toBe(true);
  });

  it('leaves out what an interrupted download left behind, and nothing an analysis named alike', async () => {
    const root = await temporaryFolder({
      'limit/.reana-ci-0123456789ab.part': 'half',
      'limit/spectrum.part': 'an output',
    });
    const file = path.join(root, 'out.tar');
    await createArchive({ root, file, compress: false });
    expect((await listArchive(file)).map(({ name }) => name)).toEqual(['limit/spectrum.part']);
  });

  it('packs only what is asked for, a folder with all below it', async () => {
    const root = await temporaryFolder({
      'limit/a': '1',
      'limit/deep/b': '2',
      limits: '3',
      other: '4',
    });
    const file = path.join(root, 'out.tar');
    await createArchive({ root, paths: ['other', 'limit/'], file, compress: false });
    expect((await listArchive(file)).map(({ name }) => name)).toEqual([
      'limit/a',
      'limit/deep/b',
      'other',
    ]);
  });

  it('never follows or packs a symbolic link, to a file or to a folder', async () => {
    const elsewhere = await temporaryFolder({ secret: 'not for the archive' });
    const root = await temporaryFolder({ real: 'x' });
    await symlink(path.join(elsewhere, 'secret'), path.join(root, 'file-link'));
    await symlink(elsewhere, path.join(root, 'folder-link'));
    const file = path.join(root, 'out.tar');
    await createArchive({ root, file, compress: false });
    expect((await listArchive(file)).map(({ name }) => name)).toEqual(['real']);
  });

  it('refuses a path that is not there, and leaves no half archive', async () => {
    const root = await temporaryFolder({ here: 'x' });
    const out = await temporaryFolder({ 'out.tar': 'the old one' });
    const file = path.join(out, 'out.tar');
    const made = createArchive({ root, paths: ['here', 'gone'], file, compress: false });
    await expect(made).rejects.toThrow('gone cannot be archived');
    expect(await readFile(file, 'utf8')).toBe('the old one');
    expect(await readdir(out)).toEqual(['out.tar']);
  });

  it('keeps long and foreign names and the content of large files', async () => {
    const long = `${'folder-'.repeat(20)}/${'ü'.repeat(60)}.bin`;
    const root = await temporaryFolder({});
    await mkdir(path.join(root, path.dirname(long)), { recursive: true });
    const content = randomBytes(5_000_000);
    await writeFile(path.join(root, long), content);
    const file = path.join(root, 'out.tar.gz');
    await createArchive({ root, file, compress: true });
    const [entry] = await listArchive(file, true);
    expect(entry).toMatchObject({ name: long, size: content.length, sha256: sha256(content) });
  });
});

async function listArchive(file: string, zipped = false): Promise<(Header & { sha256: string })[]> {
  const entries: (Header & { sha256: string })[] = [];
  const tar = extract();
  const content = await readFile(file);
  tar.end(zipped ? gunzipSync(content) : content);
  for await (const entry of tar) {
    const hash = createHash('sha256');
    for await (const chunk of entry) hash.update(chunk as Buffer);
    entries.push({ ...entry.header, sha256: hash.digest('hex') });
  }
  return entries;
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

describe('whatever the results are called', () => {
  it('they come out of the archive with the same names and bytes', async () => {
    const part = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter(
        (text) => !/[/\0]/.test(text) && !/^\.{1,2}$/.test(text) && Buffer.byteLength(text) < 250,
      );
    const name = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((parts) => `f/${parts.join('/')}x`);
    await fc.assert(
      fc.asyncProperty(name, fc.string(), fc.boolean(), async (file, content, compress) => {
        const clean: (() => Promise<void>)[] = [];
        const root = await temporaryFolder({ [file]: content }, (task) => clean.push(task));
        const archive = path.join(root, 'out.tar');
        await createArchive({ root, file: archive, compress });
        const found = new Map<string, string>();
        const unpack = extract();
        unpack.on('entry', ({ name: packed }, stream, next) => {
          text(stream).then((all) => {
            found.set(packed, all);
            next();
          }, next);
        });
        await pipeline(
          createReadStream(archive),
          compress ? createGunzip() : new PassThrough(),
          unpack,
        );
        expect([...found]).toEqual([[file, content]]);
        for (const task of clean) await task();
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
