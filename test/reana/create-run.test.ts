import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseJson, type JsonObject } from '../../src/base/json.ts';
import {
  errorOf,
  startScriptedServer,
  testClient,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
  server.on('GET /api/ping', { json: { message: 'OK', status: '200' } });
  server.on('GET /api/workflows', { json: { items: [] } });
});
afterEach(() => server.close());

const request = {
  name: 'analysis',
  specification: parseJson('{"inputs": {"parameters": {"cut": 30.0, "n": 3}}}') as JsonObject,
  bundle: [],
};
const created = {
  status: 201,
  json: {
    message: 'Workflow workspace created',
    workflow_id: 'id-1',
    workflow_name: 'analysis.1',
  },
};

function listed(...runs: readonly [id: string, name: string, status: string][]) {
  const items = runs.map(([id, name, status]) => ({ id, name, status, created: '', user: 'me' }));
  return { json: { items } };
}

describe('creating a run', () => {
  it('sends the specification with its numbers as they are spelled', async () => {
    server.on('POST /api/workflows', created);
    const { client } = testClient(server.url);
    await expect(client.createRun(request)).resolves.toEqual({
      id: 'id-1',
      name: 'analysis.1',
      warnings: [],
    });
    const [post] = server.asked('POST /api/workflows');
    expect(post?.query).toMatchObject({ workflow_name: 'analysis' });
    expect(post?.headers['content-type']).toBe('application/json');
    expect(post?.body.toString()).toBe('{"inputs":{"parameters":{"cut":30.0,"n":3}}}');
  });

  it('finds the run whose answer was lost in place of making a second one', async () => {
    server.on('GET /api/workflows', listed(['old', 'analysis.1', 'created']));
    server.on('POST /api/workflows', () => {
      // The server did its work, then the connection went.
      server.on(
        'GET /api/workflows',
        listed(['new', 'analysis.2', 'created'], ['old', 'analysis.1', 'created']),
      );
      return 'cut';
    });
    const { client } = testClient(server.url);
    await expect(client.createRun(request)).resolves.toEqual({
      id: 'new',
      name: 'analysis.2',
      warnings: [],
    });
    expect(server.asked('POST /api/workflows')).toHaveLength(1);
  });

  it('waits for a server that is still at it', async () => {
    server.on(
      'GET /api/workflows',
      listed(),
      listed(),
      listed(),
      listed(['new', 'analysis.1', 'created']),
    );
    server.on('POST /api/workflows', { status: 504, body: '<html>Gateway timeout</html>' });
    const { client } = testClient(server.url);
    await expect(client.createRun(request)).resolves.toMatchObject({ id: 'new' });
    expect(server.asked('POST /api/workflows')).toHaveLength(1);
  });

  it('asks again when nothing was made, after half a minute', async () => {
    server.on('POST /api/workflows', 'cut', created);
    const { client, pauses } = testClient(server.url);
    await expect(client.createRun(request)).resolves.toMatchObject({ id: 'id-1' });
    expect(server.asked('POST /api/workflows')).toHaveLength(2);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(30_000);
  });

  it('asks again after losing the race for a run number, and takes nobody else’s run', async () => {
    server.on('GET /api/workflows', listed(), listed(['theirs', 'analysis.1', 'created']));
    server.on(
      'POST /api/workflows',
      {
        status: 500,
        json: { message: 'duplicate key value violates unique constraint "_user_run"' },
      },
      created,
    );
    const { client } = testClient(server.url);
    await expect(client.createRun(request)).resolves.toMatchObject({ id: 'id-1' });
  });

  it('asks again after 429, which makes nothing', async () => {
    server.on(
      'POST /api/workflows',
      { status: 429, json: {}, headers: { 'retry-after': '1' } },
      created,
    );
    const { client } = testClient(server.url);
    await expect(client.createRun(request)).resolves.toMatchObject({ id: 'id-1' });
  });

  it('gives up when the server keeps failing, having asked a few times only', async () => {
    server.on('POST /api/workflows', {
      status: 500,
      json: { message: 'Internal controller error.' },
    });
    const { client } = testClient(server.url);
    await expect(client.createRun(request)).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.asked('POST /api/workflows')).toHaveLength(4);
  });

  it('does not guess between two new runs', async () => {
    server.on('POST /api/workflows', () => {
      server.on(
        'GET /api/workflows',
        listed(['a', 'analysis.1', 'created'], ['b', 'analysis.2', 'created']),
      );
      return 'cut';
    });
    const { client } = testClient(server.url);
    const error = await errorOf(client.createRun(request));
    expect(error).toMatchObject({ code: 'conflict' });
    expect(error.message).toContain('analysis.1, analysis.2');
    expect(server.asked('POST /api/workflows')).toHaveLength(1);
  });

  it.each(['with.dot', 'naïve', '', 'x'.repeat(300)])('refuses the name "%s"', async (name) => {
    const { client } = testClient(server.url);
    await expect(client.createRun({ ...request, name })).rejects.toMatchObject({ code: 'usage' });
    expect(server.asked('POST /api/workflows')).toHaveLength(0);
  });
});
