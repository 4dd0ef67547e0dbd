import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startScriptedServer, testClient, type ScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

describe('a server', () => {
  it('tells what it can do by its capabilities, not by its version', async () => {
    server.on('GET /api/ping', {
      json: {
        message: 'OK',
        status: '200',
        api_capabilities: ['x'],
        reana_server_version: '0.99.0',
      },
    });
    const { client } = testClient(server.url);
    await expect(client.ping()).resolves.toEqual({ bundles: false, version: '0.99.0' });
  });

  it('tells the limits of its cluster, with numbers as text', async () => {
    const json = {
      compute_backends: { title: '…', value: ['kubernetes', 'slurmcern'] },
      kubernetes_max_memory_limit: { title: '…', value: '10Gi' },
      default_kubernetes_memory_limit: { title: '…', value: null },
      maximum_kubernetes_jobs_timeout: { title: '…', value: '1209600' },
      kubernetes_min_user_uid: { title: '…', value: 100 },
      vetted_container_images_enabled: { title: '…', value: 'True' },
      vetted_container_images_allowlist: { title: '…', value: ['docker.io/atlas/analysisbase'] },
      new_thing: { title: '…', value: 30.5 },
    };
    server.on('GET /api/info', { json });
    await expect(testClient(server.url).client.info()).resolves.toEqual({
      computeBackends: ['kubernetes', 'slurmcern'],
      maximumMemoryLimit: '10Gi',
      maximumJobTimeout: 1209600,
      minimumUid: 100,
      vettedImages: ['docker.io/atlas/analysisbase'],
      raw: json,
    });
  });

  it('vets no images when it says so, whatever its list', async () => {
    server.on('GET /api/info', {
      json: {
        vetted_container_images_enabled: { value: false },
        vetted_container_images_allowlist: { value: [] },
      },
    });
    await expect(testClient(server.url).client.info()).resolves.not.toHaveProperty('vettedImages');
  });
});

describe('a user', () => {
  it('has quota, whose limit and health come only when one is set', async () => {
    server.on('GET /api/you', {
      json: {
        email: 'me@cern.ch',
        full_name: null,
        reana_server_version: '0.9.4',
        quota: {
          cpu: { usage: { raw: 60000, human_readable: '1m' } },
          disk: { usage: { raw: 9.5e9 }, limit: { raw: 1e10 }, health: 'warning', new: 1 },
        },
      },
    });
    await expect(testClient(server.url).client.user()).resolves.toEqual({
      email: 'me@cern.ch',
      serverVersion: '0.9.4',
      quota: { cpu: { usage: 60000 }, disk: { usage: 9.5e9, limit: 1e10, health: 'warning' } },
    });
  });

  it('may have no quota at all', async () => {
    server.on('GET /api/you', { json: { email: 'me@cern.ch' } });
    await expect(testClient(server.url).client.user()).resolves.toEqual({
      email: 'me@cern.ch',
      quota: {},
    });
  });
});
