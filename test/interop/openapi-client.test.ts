/** Our own client against the embedded REANA, both held to the API description of each generation. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { beforeAll, describe, expect, it } from 'vitest';

import { delay } from '../../src/base/delay.ts';
import { isJsonObject, type JsonObject } from '../../src/base/json.ts';
import type { ServerGeneration } from '../../src/specification/server-generation.ts';
import { startLocalReana, type LocalReana } from '../../src/local/local-reana.ts';
import { createReanaClient, type ReanaClient } from '../../src/reana/reana-client.ts';
import { endedStatuses, type WorkflowRun } from '../../src/reana/types.ts';
import { loadApiDescription } from './openapi.ts';
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts';
import { reference, references } from './references.ts';

const image = 'docker.io/library/debian:bookworm';

function specificationOf(command: string): JsonObject {
  return {
    inputs: { files: ['data/input.txt'], parameters: { word: 'hello' } },
    outputs: { files: ['results/output.txt'] },
    workflow: {
      type: 'serial',
      specification: { steps: [{ name: 'only', environment: image, commands: [command] }] },
    },
  };
}

const specification = specificationOf(
  'mkdir -p results && cat data/input.txt > results/output.txt && echo "${word}" | tee -a results/output.txt',
);
const slowSpecification = specificationOf('sleep 300');

const generations: [ServerGeneration, string][] = [
  ['0.9', 'reana_server.v0.9.4.json'],
  ['0.95', 'reana_server.v0.95.json'],
  ['next', 'reana_server.v0.95.0a7.json'],
];

describe.skipIf(references === undefined).each(generations)(
  'our client and the embedded REANA %s',
  (generation, file) => {
    let folder: string;
    let server: LocalReana;
    let proxy: RecordingProxy;
    let client: ReanaClient;
    let finished: WorkflowRun;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'openapi-client-'));
      server = await startLocalReana({
        stateDirectory: path.join(folder, 'state'),
        generation,
        executor: 'process',
        environment: { PATH: process.env.PATH },
      });
      const description = await loadApiDescription(reference('reana-openapi', file));
      proxy = await startRecordingProxy(server.url, description);
      client = createReanaClient({ server: proxy.url, token: server.token });
      await writeFile(path.join(folder, 'input.txt'), 'from disk\n');
      return async () => {
        await client.close();
        await proxy.close();
        await server.close();
        await rm(folder, { recursive: true, force: true });
      };
    });

    it('says what the server can do and who the user is', async () => {
      expect((await client.ping()).bundles).toBe(generation === 'next');
      expect((await client.user()).email).toContain('@');
      expect((await client.info()).computeBackends).toContain('kubernetes');
    });

    it('runs a workflow from files on disk and in memory to its outputs', async () => {
      const { id, name } = await create('analysis', specification);
      expect(name).toBe('analysis.1');
      const seen: string[] = [];
      await client.uploadFiles(
        id,
        [
          { path: 'data/input.txt', file: path.join(folder, 'input.txt'), size: 10 },
          { path: 'data/in memory.txt', content: Buffer.from('kept') },
        ],
        { onFile: (path) => seen.push(path) },
      );
      expect(seen.sort()).toEqual(['data/in memory.txt', 'data/input.txt']);
      await client.startRun(id, { parameters: { word: 'world' } });
      finished = await ended(id);
      expect(finished).toMatchObject({ name: 'analysis.1', status: 'finished' });
      expect(finished.progress).toMatchObject({ total: 1, finished: 1, running: 0, failed: 0 });
      expect(await download(id, 'results/output.txt')).toBe('from disk\nworld\n');
    });

    it('finds the run by UUID, by name with number, and in the list', async () => {
      expect((await client.run(finished.id)).id).toBe(finished.id);
      expect((await client.run('analysis.1')).id).toBe(finished.id);
      expect((await client.listRuns({ name: 'analysis' })).map(({ id }) => id)).toEqual([
        finished.id,
      ]);
      expect(await client.listRuns({ search: 'nothing-like-this' })).toEqual([]);
      expect(await client.listRuns({ status: ['failed'], limit: 5 })).toEqual([]);
    });

    it('reads logs, of all steps or of one', async () => {
      const logs = await client.logs(finished.id);
      expect(logs.jobs.map(({ name, status }) => [name, status])).toEqual([['only', 'finished']]);
      expect(logs.jobs[0]?.logs).toContain('world');
      expect((await client.logs(finished.id, { steps: ['only'] })).jobs).toHaveLength(1);
      expect((await client.logs(finished.id, { steps: ['other'] })).jobs).toHaveLength(0);
    });

    it('reads the specification back', async () => {
      const stored = await client.specification(finished.id);
      expect(isJsonObject(stored.specification.workflow)).toBe(true);
      expect(stored.specification.outputs).toEqual({ files: ['results/output.txt'] });
      expect(stored.parameters).toEqual({ word: 'world' });
    });

    it('lists, downloads and deletes files', async () => {
      const all = await client.listFiles(finished.id);
      expect(all.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['data/in memory.txt', 'data/input.txt', 'results/output.txt']),
      );
      const contents = new Map<string, string>();
      await client.downloadFiles(finished.id, all, async (file, content) => {
        contents.set(file.path, await text(content));
      });
      expect([...contents.keys()].sort()).toEqual(all.map(({ path }) => path).sort());
      expect(contents.get('data/in memory.txt')).toBe('kept');
      expect(await client.deleteFiles(finished.id, 'data/in*.txt')).toHaveLength(2);
      expect(await client.listFiles(finished.id, 'data/*')).toEqual([]);
    });

    it('stores secrets, lists them without value and deletes them', async () => {
      await client.addSecrets([
        { name: 'VONAME', type: 'env', value: Buffer.from('atlas') },
        { name: 'key.pem', type: 'file', value: Buffer.from([0, 1, 2, 255]) },
      ]);
      expect(await client.secrets()).toEqual(
        expect.arrayContaining([
          { name: 'VONAME', type: 'env' },
          { name: 'key.pem', type: 'file' },
        ]),
      );
      await expect(
        client.addSecrets([{ name: 'VONAME', type: 'env', value: Buffer.from('cms') }]),
      ).rejects.toMatchObject({ code: 'conflict' });
      await client.addSecrets([{ name: 'VONAME', type: 'env', value: Buffer.from('cms') }], {
        overwrite: true,
      });
      await client.deleteSecrets(['VONAME', 'key.pem']);
      expect(await client.secrets()).toEqual([]);
    });

    it('restarts a finished run, also with another specification', async () => {
      await client.uploadFiles(finished.id, [
        { path: 'data/input.txt', content: Buffer.from('uploaded again\n') },
      ]);
      const again = await client.restartRun(finished.id, { parameters: { word: 'again' } });
      expect(again.name).toBe('analysis.1.1');
      expect((await ended(again.id)).status).toBe('finished');
      expect(await download(again.id, 'results/output.txt')).toBe('uploaded again\nagain\n');
      const json = specificationOf('exit 1');
      const failing = await client.restartRun(finished.id, {
        specification: { json, text: JSON.stringify(json) },
      });
      expect((await ended(failing.id)).status).toBe('failed');
    });

    it('stops a running run and deletes it', async () => {
      const { id } = await create('slow', slowSpecification);
      await client.startRun(id, {});
      await expect
        .poll(async () => (await client.run(id)).status, { timeout: 30_000 })
        .toBe('running');
      await client.stopRun(id);
      expect((await ended(id)).status).toBe('stopped');
      await client.deleteRun(id);
      expect((await client.run(id)).status).toBe('deleted');
      await expect(client.listFiles(id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('says of what is not there that it is not there', async () => {
      const missing = '00000000-0000-4000-8000-000000000000';
      await expect(client.run(missing)).rejects.toMatchObject({ code: 'not-found' });
      await expect(client.logs(missing)).rejects.toMatchObject({ code: 'not-found' });
      await expect(client.startRun(missing, {})).rejects.toMatchObject({ code: 'not-found' });
    });

    // Last: what was recorded by all tests above.
    it('kept to the API description, both', () => {
      expect(proxy.requestProblems()).toEqual([]);
      expect(proxy.responseProblems()).toEqual([]);
    });

    function create(name: string, json: JsonObject): Promise<{ id: string; name: string }> {
      return client.createRun({
        name,
        specification: json,
        bundle: [{ path: 'reana.yaml', content: Buffer.from(JSON.stringify(json)) }],
      });
    }

    async function ended(id: string): Promise<WorkflowRun> {
      const deadline = performance.now() + 60_000;
      for (;;) {
        const run = await client.run(id);
        if ((endedStatuses as readonly string[]).includes(run.status)) return run;
        if (performance.now() > deadline) throw new Error(`${run.name} is still ${run.status}`);
        await delay(100);
      }
    }

    async function download(id: string, name: string): Promise<string> {
      const listed = await client.listFiles(id, name);
      let content = '';
      await client.downloadFiles(id, listed, async (_file, bytes) => {
        content += await text(bytes);
      });
      return content;
    }
  },
);
