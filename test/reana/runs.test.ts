import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  startScriptedServer,
  testClient,
  type Received,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const status = `PUT /api/workflows/${id}/status`;

function item(id: string, name: string, status = 'running', progress?: unknown) {
  return { id, name, status, created: '2026-01-31T12:00:00', user: 'me', progress };
}

/** Answers like a server that has these runs. */
function serveRuns(...items: readonly ReturnType<typeof item>[]): void {
  server.on('GET /api/workflows', (request: Received) => {
    const { workflow_id_or_name: wanted, size } = request.query;
    const found = items.filter(
      ({ id, name }) => wanted === undefined || id === wanted || name.split('.')[0] === wanted,
    );
    return { json: { items: found.slice(0, Number(size ?? found.length)), total: found.length } };
  });
}

describe('looking at a run', () => {
  it('asks the list for one run, which comes without logs', async () => {
    serveRuns(item(id, 'analysis.3'));
    await testClient(server.url).client.run(id);
    expect(server.requests[0]?.query).toMatchObject({
      type: 'batch',
      workflow_id_or_name: id,
      include_progress: 'true',
      page: '1',
      size: '1',
    });
  });

  it('counts a job that has ended no longer as running', async () => {
    const progress = {
      total: { total: 5, job_ids: [] },
      running: { total: 3, job_ids: ['a', 'b', 'c'] },
      finished: { total: 1, job_ids: ['a'] },
      failed: { total: 1, job_ids: ['b'] },
      current_step_name: 'fit',
      current_command: null,
      run_started_at: '2026-01-31T12:00:05',
      run_finished_at: null,
    };
    serveRuns(item(id, 'analysis.3', 'running', progress));
    await expect(testClient(server.url).client.run(id)).resolves.toEqual({
      id,
      name: 'analysis.3',
      status: 'running',
      created: '2026-01-31T12:00:00',
      progress: {
        total: 5,
        running: 1,
        finished: 1,
        failed: 1,
        currentStep: 'fit',
        startedAt: '2026-01-31T12:00:05',
      },
    });
  });

  it('finds the latest of a name, and a run by its number', async () => {
    serveRuns(item(id, 'analysis.2.1'), item('id-2', 'analysis.2'), item('id-1', 'analysis.1'));
    const { client } = testClient(server.url);
    await expect(client.run('analysis')).resolves.toMatchObject({ name: 'analysis.2.1' });
    await expect(client.run('analysis.2.1')).resolves.toMatchObject({ id });
  });

  it('says which runs there are when it finds none', async () => {
    serveRuns(item(id, 'analysis.2'), item('id-1', 'other.1'));
    const { client } = testClient(server.url);
    for (const name of ['analysis.7', 'analisys', 'aaaaaaaa-4f89-41d3-9a0c-0305e82c3301']) {
      await expect(client.run(name)).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining(name),
        hint: 'The latest runs are analysis.2, other.1.',
      });
    }
  });
});

describe('listing runs', () => {
  it('passes on what is asked for', async () => {
    serveRuns();
    await testClient(server.url).client.listRuns({
      name: 'analysis',
      search: 'ana',
      status: ['running', 'queued'],
      limit: 7,
    });
    expect(server.requests[0]?.query).toMatchObject({
      workflow_id_or_name: 'analysis',
      search: '{"name":["ana"]}',
      status: 'running,queued',
      size: '7',
      page: '1',
    });
  });

  it('does not page by itself, as every page costs the server the whole list', async () => {
    serveRuns(...Array.from({ length: 300 }, (_, i) => item(`id-${i}`, `analysis.${i}`)));
    await expect(testClient(server.url).client.listRuns()).resolves.toHaveLength(300);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.query).not.toHaveProperty('size');
  });
});

describe('stopping a run', () => {
  const notRunning = { status: 409, json: { message: `Workflow ${id} is not running.` } };

  it('asks the server to', async () => {
    server.on(status, { json: { status: 'stopped' } });
    await testClient(server.url).client.stopRun(id);
    expect(server.requests[0]).toMatchObject({ query: { status: 'stop' } });
  });

  it('is content with a run that is stopped already, as after a lost answer', async () => {
    server.on(status, 'cut', notRunning);
    serveRuns(item(id, 'analysis.1', 'stopped'));
    await expect(testClient(server.url).client.stopRun(id)).resolves.toBeUndefined();
  });

  it.each([
    ['queued', 'a run that waits can be deleted'],
    ['finished', 'nothing left to stop'],
  ])('explains why a %s run cannot be stopped', async (state, hint) => {
    server.on(status, notRunning);
    serveRuns(item(id, 'analysis.1', state));
    await expect(testClient(server.url).client.stopRun(id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`analysis.1`),
      hint: expect.stringContaining(hint),
    });
  });
});

describe('deleting a run', () => {
  it('deletes its workspace with it, as the server knows no other way', async () => {
    server.on(status, { json: { status: 'deleted' } });
    await testClient(server.url).client.deleteRun(id);
    expect(server.requests[0]?.body.toString()).toBe('{"all_runs":false,"workspace":true}');
  });

  it('recognises a running run behind the internal error that the server answers', async () => {
    server.on(status, { status: 500, json: { message: 'Internal error' } });
    serveRuns(item(id, 'analysis.1', 'running'));
    await expect(testClient(server.url).client.deleteRun(id)).rejects.toMatchObject({
      code: 'conflict',
      hint: 'Stop it first.',
    });
  });
});
