import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBufferPromise, type Entry } from 'yauzl';

import { bundleForm } from '../../src/reana/bundle.ts';
import type { FileSource } from '../../src/reana/reana-client.ts';
import {
  formOf,
  startScriptedServer,
  testClient,
  type Received,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
let folder: string;
beforeEach(async () => {
  server = await startScriptedServer();
  const capabilities = ['workflow-specification-bundles-v1'];
  server.on('GET /api/ping', { json: { message: 'OK', api_capabilities: capabilities } });
  server.on('GET /api/workflows', { json: { items: [] } });
  folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function sources(): Promise<FileSource[]> {
  const file = path.join(folder, 'wf.yml');
  await writeFile(file, 'stages: []\n');
  return [
    { path: 'reana.yaml', content: Buffer.from('version: 0.9\n') },
    { path: 'workflow/wf.yml', file, size: 11 },
    { path: 'code/ä.py', content: Buffer.from('print()') },
  ];
}

async function zipOf(request: Received | undefined): Promise<{ name: string; zip: Buffer }> {
  const form = await formOf(request);
  const file = form.get('bundle');
  if (file === null || typeof file === 'string') throw new Error('The bundle is not a file.');
  return { name: file.name, zip: Buffer.from(await file.arrayBuffer()) };
}

async function entriesOf(buffer: Buffer): Promise<{ entry: Entry; text: string }[]> {
  const zip = await fromBufferPromise(buffer, { lazyEntries: true });
  const entries: { entry: Entry; text: string }[] = [];
  for await (const entry of zip.eachEntry()) {
    const chunks = await Array.fromAsync(await zip.openReadStreamPromise(entry));
    entries.push({ entry, text: Buffer.concat(chunks as Buffer[]).toString() });
  }
  return entries;
}

describe('a bundle', () => {
  it('carries the specification to servers that take one', async () => {
    server.on('POST /api/workflows', {
      status: 201,
      json: {
        workflow_id: 'id-1',
        workflow_name: 'analysis.1',
        validation_warnings: [{ code: 'x', message: 'unused parameter', path: 'inputs.x' }],
      },
    });
    const { client } = testClient(server.url);
    const bundle = await sources();
    await expect(
      client.createRun({ name: 'analysis', specification: {}, bundle }),
    ).resolves.toMatchObject({ warnings: ['inputs.x: unused parameter'] });

    const [request] = server.asked('POST /api/workflows');
    expect(request?.headers['transfer-encoding']).toBeUndefined();
    const { name, zip } = await zipOf(request);
    expect(name).toBe('validation-bundle.zip');
    const entries = await entriesOf(zip);
    expect(entries.map(({ entry, text }) => [entry.fileName, text])).toEqual([
      ['code/ä.py', 'print()'],
      ['reana.yaml', 'version: 0.9\n'],
      ['workflow/wf.yml', 'stages: []\n'],
    ]);
    for (const { entry } of entries) {
      expect(entry.compressionMethod).toBe(0);
      expect(entry.externalFileAttributes >>> 16).toBe(0o100600);
      expect(entry.versionMadeBy >> 8).toBe(3);
      expect(entry.getLastModDate({ timezone: 'local' })).toEqual(new Date(1980, 0, 1));
    }
  });

  it('asks once what the server can do', async () => {
    const created = { status: 201, json: { workflow_id: 'id', workflow_name: 'analysis.1' } };
    server.on('POST /api/workflows', created);
    const { client } = testClient(server.url);
    const request = { name: 'analysis', specification: {}, bundle: await sources() };
    await client.createRun(request);
    await client.createRun(request);
    expect(server.asked('GET /api/ping')).toHaveLength(1);
  });

  it('is sent again in full after a cut', async () => {
    server.on('POST /api/workflows/validate', 'cut', { json: { valid: true } });
    const { client } = testClient(server.url);
    await client.validate(await sources());
    const [first, second] = server.asked('POST /api/workflows/validate');
    expect((await zipOf(second)).zip).toEqual((await zipOf(first)).zip);
  });

  it('is as long as it says, however many files it has', async () => {
    const { client } = testClient(server.url);
    server.on('POST /api/workflows/validate', { json: { valid: true, errors: [], warnings: [] } });
    const many = Array.from({ length: 1000 }, (_, i) => ({
      path: `some/long/folder/name/to/fill/the/directory/${i}.py`,
      content: Buffer.from(String(i)),
    }));
    await client.validate(many);
    const { zip } = await zipOf(server.asked('POST /api/workflows/validate')[0]);
    await expect(entriesOf(zip)).resolves.toHaveLength(1000);
  });

  it('is refused here when servers would not take it, with all reasons', () => {
    const huge = { path: 'huge.root', file: '/nowhere', size: 101 * 2 ** 20 };
    const many = Array.from({ length: 1001 }, (_, i) => ({
      path: `${i}`,
      content: Buffer.alloc(0),
    }));
    const deep = { path: `${'a/'.repeat(70)}x`, content: Buffer.alloc(0) };
    const outside = { path: '../x', content: Buffer.alloc(0) };
    expect(() => bundleForm([huge, ...many, deep, outside])).toThrow(
      expect.objectContaining({
        code: 'specification',
        message: expect.stringMatching(/1004 files.*101\.0 MiB.*too deep.*not a plain/s) as string,
      }) as Error,
    );
  });

  it('is checked by the server', async () => {
    server.on('POST /api/workflows/validate', {
      json: {
        valid: false,
        errors: [{ code: 'schema', message: 'no version', path: 'version' }],
        warnings: [{ message: 'hm' }],
        environments_truncated: false,
      },
    });
    const { client } = testClient(server.url);
    await expect(client.validate(await sources())).resolves.toEqual({
      valid: false,
      errors: [{ code: 'schema', message: 'no version', path: 'version' }],
      warnings: [{ message: 'hm' }],
    });
  });

  it('cannot be checked by released servers', async () => {
    server.on('GET /api/ping', { json: { message: 'OK' } });
    const { client } = testClient(server.url);
    await expect(client.validate(await sources())).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('fails when one of its files is gone', async () => {
    server.on('POST /api/workflows/validate', { json: { valid: true } });
    const { client } = testClient(server.url);
    const gone = { path: 'x', file: path.join(folder, 'gone'), size: 5 };
    await expect(client.validate([gone])).rejects.toMatchObject({ code: 'local-io' });
  });
});
