import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { ExactNumber } from '../../src/base/json.ts';
import {
  digestInJobFile,
  identifyJob,
  jobFile,
  type Submission,
} from '../../src/run/job-identity.ts';

const code = { path: 'code/fit.py', content: Buffer.from('print(1)\n') };
const data = { path: 'data.json', content: Buffer.from('{}') };
const submission: Submission = { files: [code, data], parameters: { mass: '750' }, options: {} };

function identify(change: Partial<Submission> = {}, name = 'fit') {
  return identifyJob(name, { ...submission, ...change });
}

describe('identifyJob', () => {
  it('names the run by the given name and a short digest', async () => {
    const { runName, digest } = await identify();
    expect(runName).toBe(`fit-${digest.slice(0, 12)}`);
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

describe('jobFile', () => {
  it('holds the digest, and is the same for the same job', async () => {
    const identity = await identify();
    const file = jobFile(identity);
    expect(file).toEqual(jobFile({ ...identity }));
    const text = 'content' in file ? Buffer.from(file.content).toString() : '';
    expect(digestInJobFile(text)).toBe(identity.digest);
  });

  it.each(['', 'not json', '[]', '{"digest":5}'])('finds no digest in %j', (text) => {
    expect(digestInJobFile(text)).toBeUndefined();
  });
});
