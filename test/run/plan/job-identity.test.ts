import { open, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { ExactNumber } from '../../../src/base/json.ts';
import {
  createDigests,
  digestInJobFile,
  identifyJob,
  jobFile,
  type Submission,
} from '../../../src/run/plan/job-identity.ts';

const code = { path: 'code/fit.py', content: Buffer.from('print(1)\n') };
const data = { path: 'data.json', content: Buffer.from('{}') };
const submission: Submission = { files: [code, data], parameters: { mass: '750' }, options: {} };

function identify(change: Partial<Submission> = {}, name = 'fit') {
  return identifyJob(name, { ...submission, ...change });
}

describe('identifyJob', () => {
  it('names the run by the given name and a short digest', async () => {
    const { runName, digest } = await identify();
    expect(runName).toBe(`fit-${digest.slice(0, 32)}`);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the same job the same identity, in whatever order its parts come', async () => {
    const parameters = { mass: '750', tune: 'a' };
    const reordered = { tune: 'a', mass: '750' };
    expect(await identify({ parameters })).toEqual(
      await identify({ files: [data, code], parameters: reordered }),
    );
  });

  it.each<[string, Partial<Submission>]>([
    ['a file changes', { files: [{ ...code, content: Buffer.from('print(2)\n') }, data] }],
    ['a file moves', { files: [{ ...code, path: 'fit.py' }, data] }],
    ['a file is added', { files: [code, data, { ...data, path: 'more.json' }] }],
    ['a parameter changes', { parameters: { mass: '800' } }],
    ['a parameter is spelled in another way', { parameters: { mass: new ExactNumber('750.0') } }],
    ['an option changes', { options: { CACHE: 'off' } }],
    ['an option has the name of a parameter', { parameters: {}, options: { mass: '750' } }],
  ])('makes another job when %s', async (_what, change) => {
    expect((await identify(change)).digest).not.toBe((await identify()).digest);
  });

  it('does not care where a file comes from', async () => {
    const folder = await temporaryFolder({ 'fit.py': code.content.toString() });
    const file = path.join(folder, 'fit.py');
    const fromDisk = { path: code.path, file, size: code.content.length };
    expect(await identify({ files: [fromDisk, data] })).toEqual(await identify());
  });

  it('keeps long names within what people and REANA read', async () => {
    const { runName } = await identify({}, 'x'.repeat(300));
    expect(runName.length).toBeLessThanOrEqual(113);
  });
});

describe('createDigests', () => {
  it('does not read a file twice that has stayed as it was', async () => {
    const folder = await temporaryFolder({ 'a.txt': 'one' });
    const file = { path: 'a.txt', file: path.join(folder, 'a.txt'), size: 3 };
    const digestOf = createDigests();
    const time = new Date('2026-01-31T12:00:00Z');
    await utimes(file.file, time, time);
    const before = await digestOf(file);
    // As if nothing had changed: only who reads the file can tell.
    const handle = await open(file.file, 'r+');
    await handle.write('two');
    await handle.close();
    await utimes(file.file, time, time);
    expect(await digestOf(file)).toBe(before);
  });

  it('reads a file again that has changed', async () => {
    const folder = await temporaryFolder({ 'a.txt': 'one' });
    const file = { path: 'a.txt', file: path.join(folder, 'a.txt'), size: 3 };
    const digestOf = createDigests();
    const before = await digestOf(file);
    await writeFile(file.file, 'three');
    expect(await digestOf(file)).not.toBe(before);
  });

  it('tells a file that cannot be read', async () => {
    const missing = { path: 'b.txt', file: '/nowhere/b.txt', size: 3 };
    await expect(createDigests()(missing)).rejects.toMatchObject({ code: 'local-io' });
  });
});

describe('jobFile', () => {
  it('holds the digest, and is the same for the same job', async () => {
    const identity = await identify();
    const file = jobFile(identity, 'run-1', 'key');
    expect(file).toEqual(jobFile({ ...identity }, 'run-1', 'key'));
    const text = 'content' in file ? Buffer.from(file.content).toString() : '';
    expect(digestInJobFile(text, 'run-1', 'key')).toBe(identity.digest);
    expect(digestInJobFile(text, 'run-2', 'key')).toBeUndefined();
    expect(digestInJobFile(text, 'run-1', 'another key')).toBeUndefined();
  });

  it.each(['', 'not json', '[]', '{"digest":5}', `{"digest":"${'0'.repeat(64)}"}`])(
    'finds no digest in %j',
    (text) => {
      expect(digestInJobFile(text, 'run-1', 'key')).toBeUndefined();
    },
  );
});
