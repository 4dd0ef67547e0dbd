import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startScriptedServer, testClient, type ScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let folder: string;
beforeEach(async () => {
  server = await startScriptedServer();
  server.on(upload, uploaded);
  folder = await mkdtemp(path.join(tmpdir(), 'upload-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const uploaded = { json: { message: 'x has been successfully uploaded.' } };
const upload = 'POST /api/workflows/run-1/workspace';

async function fileOf(name: string, size: number) {
  const file = path.join(folder, name.replaceAll('/', '_'));
  await writeFile(file, Buffer.alloc(size, name));
  return { path: name, file, size };
}

describe('uploading', () => {
  it('tells how much of each file is on its way, and each file that has arrived', async () => {
    const { client } = testClient(server.url);
    const large = await fileOf('large', 600_000);
    const told: number[] = [];
    const arrived: string[] = [];
    await client.uploadFiles('run-1', [large], {
      onProgress: (_path, sent) => told.push(sent),
      onFile: (name, size) => arrived.push(`${name} ${size}`),
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect([told[0], told.at(-1)]).toEqual([0, 600_000]);
    expect(told.length).toBeGreaterThan(2);
    expect(arrived).toEqual(['large 600000']);
  });

  it('sends every file with its length, from disk or from memory', async () => {
    const { client } = testClient(server.url);
    const fromDisk = await fileOf('data/a b+#.bin', 300_000);
    await client.uploadFiles('run-1', [
      fromDisk,
      { path: 'empty', content: new Uint8Array() },
      { path: 'code/x.py', content: Buffer.from('print()') },
    ]);
    const received = new Map(
      server.asked(upload).map((request) => [request.query.file_name, request]),
    );
    expect(received.get('data/a b+#.bin')?.body).toEqual(Buffer.alloc(300_000, fromDisk.path));
    expect(received.get('data/a b+#.bin')?.headers).toMatchObject({
      'content-length': '300000',
      'content-type': 'application/octet-stream',
    });
    expect(received.get('empty')?.headers).toMatchObject({
      'content-length': '0',
      'content-type': 'application/octet-stream',
    });
    expect(received.get('code/x.py')?.body.toString()).toBe('print()');
    expect(server.requests.some(({ headers }) => headers['transfer-encoding'])).toBe(false);
  });

  it('begins in the order given and tells of every file that has arrived', async () => {
    const { client } = testClient(server.url, { concurrency: 1 });
    const names = ['z', 'a', 'm'];
    const told: [string, number][] = [];
    await client.uploadFiles(
      'run-1',
      names.map((name) => ({ path: name, content: Buffer.from(name) })),
      { onFile: (name, size) => told.push([name, size]) },
    );
    expect(server.requests.map(({ query }) => query.file_name)).toEqual(names);
    expect(told).toEqual(names.map((name) => [name, 1]));
  });

  it('sends four at a time', async () => {
    let now = 0;
    let most = 0;
    const slow = createServer((message, response) => {
      now += 1;
      most = Math.max(most, now);
      message.resume().on('end', () => {
        setTimeout(() => {
          now -= 1;
          response.end('{"message":"It has been successfully uploaded."}');
        }, 15);
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => slow.once('listening', resolve));
    const { client } = testClient(`http://127.0.0.1:${(slow.address() as AddressInfo).port}`);
    const files = Array.from({ length: 16 }, (_, i) => ({
      path: `${i}`,
      content: Buffer.from('x'),
    }));
    await client.uploadFiles('run-1', files);
    expect(most).toBe(4);
    await client.close();
    slow.close();
  });

  it('sends a file again from its first byte after a cut', async () => {
    server.on(upload, 'cut', { status: 503, body: '' }, uploaded);
    const { client } = testClient(server.url);
    const file = await fileOf('big.bin', 500_000);
    await client.uploadFiles('run-1', [file]);
    expect(server.requests.at(-1)?.body).toHaveLength(500_000);
  });

  it('stops at the first file that is refused', async () => {
    server.on(upload, { status: 403, json: { message: 'User quota exceeded.' } });
    const { client } = testClient(server.url, { concurrency: 2 });
    const files = Array.from({ length: 50 }, (_, i) => ({
      path: `${i}`,
      content: Buffer.from('x'),
    }));
    await expect(client.uploadFiles('run-1', files)).rejects.toMatchObject({ code: 'quota' });
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  it('fails when a file has another size than before', async () => {
    const { client } = testClient(server.url);
    const shrunk = await fileOf('shrunk', 1000);
    await truncate(shrunk.file, 10);
    await expect(client.uploadFiles('run-1', [shrunk])).rejects.toMatchObject({ code: 'local-io' });
    const grown = await fileOf('grown', 1000);
    await expect(client.uploadFiles('run-1', [{ ...grown, size: 10 }])).rejects.toMatchObject({
      code: 'local-io',
    });
  });

  it('fails when a file is gone', async () => {
    const { client } = testClient(server.url);
    const missing = { path: 'a', file: path.join(folder, 'missing'), size: 3 };
    await expect(client.uploadFiles('run-1', [missing])).rejects.toMatchObject({
      code: 'local-io',
      message: expect.stringContaining('missing'),
    });
  });

  it('refuses a path that leaves the workspace before anything is sent', async () => {
    const { client } = testClient(server.url);
    const files = [
      { path: 'good', content: Buffer.from('x') },
      { path: '../bad', content: Buffer.from('x') },
    ];
    await expect(client.uploadFiles('run-1', files)).rejects.toMatchObject({ code: 'usage' });
    expect(server.requests).toEqual([]);
  });

  it('gives up on a server that takes no more bytes', async () => {
    const deaf = createServer((message) => message.pause()).listen(0, '127.0.0.1');
    await new Promise((resolve) => deaf.once('listening', resolve));
    const { client } = testClient(`http://127.0.0.1:${(deaf.address() as AddressInfo).port}`, {
      timeout: 60,
      retryBudget: 0,
    });
    const file = await fileOf('big.bin', 30_000_000);
    await expect(client.uploadFiles('run-1', [file])).rejects.toMatchObject({
      code: 'unreachable',
    });
    deaf.closeAllConnections();
    deaf.close();
  });
});
