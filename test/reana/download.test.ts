import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZipFile } from 'yazl';

import type { FileSink, WorkspaceFile } from '../../src/reana/client.ts';
import {
  errorOf,
  startScriptedServer,
  testClient,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
/** Of this test alone, so that what it leaves behind can be told from what others do. */
let temporary: string;
beforeEach(async () => {
  server = await startScriptedServer();
  temporary = await mkdtemp(path.join(tmpdir(), 'download-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  const left = await readdir(temporary);
  await rm(temporary, { recursive: true });
  expect(left).toEqual([]);
});

const workspace = 'GET /api/workflows/run-1/workspace';

function list(contents: Readonly<Record<string, string | Buffer>>): WorkspaceFile[] {
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    size: Buffer.byteLength(content),
    modified: '2026-01-31T12:00:00',
  }));
  const items = files.map(({ path, size, modified }) => ({
    name: path,
    size: { raw: size, human_readable: '' },
    'last-modified': modified,
  }));
  server.on(workspace, { json: { items, total: items.length } });
  return files;
}

/** Collects what arrives whole. */
function collector() {
  const got: Record<string, string> = {};
  const sink: FileSink = async (file, content) => {
    const chunks = await Array.fromAsync(content);
    got[file.path] = Buffer.concat(chunks).toString('latin1');
  };
  return { got, sink };
}

async function zipOf(contents: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(contents)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat((await Array.fromAsync(zip.outputStream)) as Buffer[]);
}

function zipReply(body: Buffer) {
  return { body, headers: { 'content-type': 'application/zip' } };
}

const many = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => [`plots/${i}.txt`, `plot number ${i}`]),
);

describe('downloading files one by one', () => {
  it('hands every file to the sink', async () => {
    const files = list({ 'out/a b.txt': 'hello', 'out/empty': '' });
    server.on(`${workspace}/out/a%20b.txt`, { body: 'hello' });
    server.on(`${workspace}/out/empty`, { body: '' });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual({ 'out/a b.txt': 'hello', 'out/empty': '' });
  });

  it('streams a large file without changing a byte', async () => {
    const content = randomBytes(20_000_000);
    const files = list({ 'tree.root': content });
    server.on(`${workspace}/tree.root`, { body: content });
    const hash = createHash('sha256');
    let largest = 0;
    await testClient(server.url).client.downloadFiles('run-1', files, async (_file, chunks) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        largest = Math.max(largest, chunk.length);
      }
    });
    expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'));
    expect(largest).toBeLessThan(1_000_000);
  });

  it('starts a file again when the connection ends in its middle', async () => {
    const files = list({ a: 'hello' });
    server.on(`${workspace}/a`, { body: 'hel', cut: true }, { body: 'hello' });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual({ a: 'hello' });
  });

  it.each(['hel', 'hello, world'])('does not accept %j for the 5 listed bytes', async (wrong) => {
    const files = list({ a: 'hello' });
    server.on(`${workspace}/a`, { body: wrong }, { body: 'hello' });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual({ a: 'hello' });

    server.on(`${workspace}/a`, { body: wrong });
    const failed = errorOf(
      testClient(server.url).client.downloadFiles('run-1', files, collector().sink),
    );
    await expect(failed).resolves.toMatchObject({ code: 'output-missing', exitCode: 7 });
  });

  it('fetches all that can be had before it says what cannot', async () => {
    const files = list({ a: 'hello', gone: 'hello', link: 'hello', z: 'hello' });
    server.on(`${workspace}/a`, { body: 'hello' });
    server.on(`${workspace}/z`, { body: 'hello' });
    server.on(`${workspace}/gone`, { status: 404, json: { message: 'gone does not exist.' } });
    server.on(`${workspace}/link`, {
      status: 400,
      json: { message: "Opening symlink 'link' is not allowed" },
    });
    const { got, sink } = collector();
    const { client } = testClient(server.url, { concurrency: 1 });
    const error = await errorOf(client.downloadFiles('run-1', files, sink));
    expect(Object.keys(got)).toEqual(['a', 'z']);
    const findings = [/gone/, /symlink/].map((name) => ({
      message: expect.stringMatching(name) as string,
    }));
    expect(error).toMatchObject({ code: 'output-missing', findings });
    expect(error.message).toMatch(/^2 of 4 files/);
  });

  it('ends with the error of the sink, without asking again', async () => {
    const files = list({ a: 'hello' });
    server.on(`${workspace}/a`, { body: 'hello' });
    const full = new Error('disk full');
    const failing: FileSink = () => Promise.reject(full);
    const { client } = testClient(server.url);
    expect(await errorOf(client.downloadFiles('run-1', files, failing))).toBe(full);
    expect(server.asked(`${workspace}/a`)).toHaveLength(1);
  });

  it('notices a broken file also when the sink keeps it for itself', async () => {
    const files = list({ a: 'hello' });
    server.on(`${workspace}/a`, { body: 'hel' });
    const careless: FileSink = async (_file, content) => {
      await Array.fromAsync(content).catch(() => undefined);
    };
    await expect(
      testClient(server.url).client.downloadFiles('run-1', files, careless),
    ).rejects.toMatchObject({ code: 'output-missing' });
  });

  it('ends when it is aborted', async () => {
    const files = list({ a: 'hello', b: 'hello' });
    server.on(`${workspace}/a`, { body: 'hello' });
    server.on(`${workspace}/b`, { body: 'hello' });
    const abort = new AbortController();
    const { client } = testClient(server.url, { concurrency: 1 });
    const stopping: FileSink = async (_file, content) => {
      await Array.fromAsync(content);
      abort.abort('enough');
    };
    await expect(client.downloadFiles('run-1', files, stopping, abort.signal)).rejects.toBe(
      'enough',
    );
    expect(server.asked(`${workspace}/b`)).toHaveLength(0);
  });
});

describe('downloading many small files', () => {
  it('takes one request for a folder', async () => {
    const files = list(many);
    server.on(`${workspace}/plots`, zipReply(await zipOf(many)));
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual(many);
    expect(server.requests).toHaveLength(2);
  });

  it('fetches one by one what the archive does not hold as listed', async () => {
    const files = list(many);
    const zipped = { ...many, 'plots/3.txt': 'another size than listed' };
    delete (zipped as Record<string, string>)['plots/5.txt'];
    server.on(`${workspace}/plots`, zipReply(await zipOf(zipped)));
    server.on(`${workspace}/plots/3.txt`, { body: 'plot number 3' });
    server.on(`${workspace}/plots/5.txt`, { body: 'plot number 5' });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual(many);
  });

  it('fetches one by one when the server cannot make the archive', async () => {
    const files = list(many);
    server.on(`${workspace}/plots`, {
      status: 400,
      json: { message: 'Opening symlink is not allowed' },
    });
    for (const [name, body] of Object.entries(many)) server.on(`${workspace}/${name}`, { body });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual(many);
  });

  it('hands over nothing that was not asked for, whatever the archive names', async () => {
    const files = list(many);
    const names = ['xx/../../evil.txt', '/etc/passwd/evil', 'plots/../../evil', 'plots/0.txt'];
    const zip = await zipOf({
      'xx-..-..-evil.txt': 'evil',
      '-etc-passwd-evil': 'evil',
      'plots-..-..-evil': 'evil',
      ...many,
    });
    // A ZIP library would refuse to write such names.
    const evil = Buffer.from(
      zip
        .toString('latin1')
        .replaceAll('xx-..-..-evil.txt', names[0]!)
        .replaceAll('-etc-passwd-evil', names[1]!)
        .replaceAll('plots-..-..-evil', names[2]!),
      'latin1',
    );
    server.on(`${workspace}/plots`, zipReply(evil));
    for (const [name, body] of Object.entries(many)) server.on(`${workspace}/${name}`, { body });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual(many);
  });

  it('reads no more of an archive than the listing allows', async () => {
    const files = list(many);
    server.on(
      `${workspace}/plots`,
      zipReply(await zipOf({ ...many, bomb: randomBytes(3_000_000) })),
    );
    for (const [name, body] of Object.entries(many)) server.on(`${workspace}/${name}`, { body });
    const { got, sink } = collector();
    const { client, lines } = testClient(server.url);
    await client.downloadFiles('run-1', files, sink);
    expect(got).toEqual(many);
    expect(lines.join()).toContain('longer than the listed files could be');
  });

  it('does not inflate a file beyond its listed size', async () => {
    const files = list(many);
    // 10 MB of zeros that claim to be the 13 bytes of the listing.
    const zip = await zipOf({ ...many, 'plots/3.txt': Buffer.alloc(10_000_000) });
    const claimed = Buffer.alloc(4);
    claimed.writeUInt32LE(10_000_000);
    const small = Buffer.alloc(4);
    small.writeUInt32LE(13);
    const bomb = Buffer.from(
      zip.toString('latin1').replaceAll(claimed.toString('latin1'), small.toString('latin1')),
      'latin1',
    );
    server.on(`${workspace}/plots`, zipReply(bomb));
    for (const [name, body] of Object.entries(many)) server.on(`${workspace}/${name}`, { body });
    let most = 0;
    await testClient(server.url).client.downloadFiles('run-1', files, async (file, content) => {
      let size = 0;
      for await (const chunk of content) size += chunk.length;
      most = Math.max(most, size);
      expect(size).toBe(file.size);
    });
    expect(most).toBeLessThan(20);
  });

  it('checks the checksums of the archive', async () => {
    const files = list(many);
    const zip = await zipOf(many);
    const good = Buffer.alloc(4);
    good.writeUInt32LE(crc32('plot number 4'));
    const bad = Buffer.from(
      zip.toString('latin1').replaceAll(good.toString('latin1'), '\u0000\u0001\u0002\u0003'),
      'latin1',
    );
    server.on(`${workspace}/plots`, zipReply(bad));
    for (const [name, body] of Object.entries(many)) server.on(`${workspace}/${name}`, { body });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual(many);
    expect(server.asked(`${workspace}/plots/4.txt`)).toHaveLength(1);
  });

  it('ends with the error of the sink in the middle of an archive', async () => {
    const files = list(many);
    server.on(`${workspace}/plots`, zipReply(await zipOf(many)));
    const full = new Error('disk full');
    const failing: FileSink = () => Promise.reject(full);
    expect(
      await errorOf(testClient(server.url).client.downloadFiles('run-1', files, failing)),
    ).toBe(full);
  });

  it.each([
    ['50%#?.txt', '50%2525%2523%5B%253F%5D.txt'],
    ['m[GeV].pdf', 'm%5B%5B%5DGeV%5D.pdf'],
    ['a*b', 'a%5B*%5Db'],
    ['back\\slash', 'back%5C%5Cslash'],
  ])('asks for %s such that the server finds it', async (name, encoded) => {
    const files = list({ [`out/${name}`]: 'odd' });
    server.on(`${workspace}/out/${encoded}`, { body: 'odd' });
    const { got, sink } = collector();
    await testClient(server.url).client.downloadFiles('run-1', files, sink);
    expect(got).toEqual({ [`out/${name}`]: 'odd' });
  });

  it('tells each file that could not be had once', async () => {
    for (const name of ['a', 'b']) server.on(`${workspace}/${name}`, { status: 404 });
    const failed = await errorOf(
      testClient(server.url).client.downloadFiles('run-1', list({ a: '1', b: '2' }), () =>
        Promise.resolve(),
      ),
    );
    expect(failed).toMatchObject({
      message: '2 of 2 files could not be downloaded.',
      findings: [{}, {}],
    });
    const one = await errorOf(
      testClient(server.url).client.downloadFiles('run-1', list({ a: '1' }), () =>
        Promise.resolve(),
      ),
    );
    expect(one).toMatchObject({ findings: [] });
  });
});
