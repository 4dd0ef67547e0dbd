import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createRedact } from '../../src/base/redact.ts';
import { secretsOfEnvironment } from '../../src/commands/known-secrets.ts';
import { createOutputStream } from '../../src/commands/output-stream.ts';

describe('the output', () => {
  it('masks secrets, also those that become known later', async () => {
    const target = new PassThrough();
    let redact = createRedact(['first-secret']);
    const output = createOutputStream(target, () => redact);
    output.write('first-secret later-secret\n');
    redact = createRedact(['first-secret', 'later-secret']);
    output.write(Buffer.from('first-secret later-secret\n'));
    target.end();
    expect(await text(target)).toBe('[hidden] later-secret\n[hidden] [hidden]\n');
  });

  it('waits for a slow reader', async () => {
    const target = new PassThrough({ highWaterMark: 4 });
    const output = createOutputStream(target, () => createRedact([]));
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}\n`);
    for (const line of lines) output.write(line);
    output.end();
    output.once('finish', () => target.end());
    expect(await text(target)).toBe(lines.join(''));
  });

  it('is dropped once its reader has gone, and the writer goes on', async () => {
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const target = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, written) {
        setImmediate(written, gone);
      },
    });
    const output = createOutputStream(target, () => createRedact([]));
    for (let line = 0; line < 3; line++) output.write('line\n');
    await new Promise<void>((resolve) => {
      output.once('finish', resolve);
      output.end();
    });
    expect(target.destroyed).toBe(true);
  });
});

describe('the secrets of an environment', () => {
  it('are the values of variables whose name says so', () => {
    const env = {
      REANA_ACCESS_TOKEN: 'a',
      VOMSPROXY_PASS: 'b',
      CI_JOB_JWT: 'c',
      MY_API_KEY: 'd',
      AWS_SECRET_ACCESS_KEY: 'e\n',
      PATH: 'f',
      CI_CACHE_KEY: 'g',
      PASSAGE: 'h',
      TOKENS_SEEN: 'i',
      EMPTY_TOKEN: undefined,
    };
    expect(secretsOfEnvironment(env)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
