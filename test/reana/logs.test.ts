import { readdir, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRedact } from '../../src/base/redact.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startScriptedServer, testClient, type ScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const route = 'GET /api/workflows/run-1/logs';
const job = {
  workflow_uuid: 'run-1',
  job_name: 'fit',
  compute_backend: 'Kubernetes',
  backend_job_id: 'reana-run-job-1',
  docker_img: 'docker.io/library/alpine:3.20',
  cmd: './fit.sh',
  status: 'failed',
  logs: 'job: :\n no data\n\nError\n',
  started_at: '2026-01-31T12:00:00',
  finished_at: null,
};

function logs(content: unknown) {
  return {
    json: { workflow_id: 'run-1', workflow_name: 'a.1', user: 'me', logs: JSON.stringify(content) },
  };
}

describe('reading logs', () => {
  it('takes the word of a server that has thrown them away for the log', async () => {
    server.on(route, { status: 410, json: { message: 'Logs were pruned after 30 days.' } });
    expect(await testClient(server.url).client.logs('run-1')).toEqual({
      engine: 'Logs were pruned after 30 days.\n',
      jobs: [],
    });
  });

  it('unpacks JSON within JSON, jobs in their order', async () => {
    server.on(
      route,
      logs({
        workflow_logs: 'engine speaks',
        job_logs: { zz: job, aa: { job_name: null, status: 'exploded', logs: null } },
        engine_specific: null,
      }),
    );
    await expect(testClient(server.url).client.logs('run-1')).resolves.toEqual({
      engine: 'engine speaks',
      jobs: [
        {
          id: 'zz',
          name: 'fit',
          status: 'failed',
          image: 'docker.io/library/alpine:3.20',
          command: './fit.sh',
          backend: 'Kubernetes',
          logs: 'job: :\n no data\n\nError\n',
          startedAt: '2026-01-31T12:00:00',
        },
        { id: 'aa', name: '', status: 'created', image: '', command: '', backend: '', logs: '' },
      ],
    });
  });

  it('asks for steps in the body of a GET', async () => {
    server.on(route, logs({ workflow_logs: null, job_logs: {} }));
    const { client } = testClient(server.url);
    await expect(client.logs('run-1', { steps: ['fit'] })).resolves.toEqual({
      engine: '',
      jobs: [],
    });
    expect(server.requests[0]).toMatchObject({ method: 'GET', body: Buffer.from('["fit"]') });
  });

  it('does not take a text that is no logs for logs', async () => {
    server.on(route, { json: { logs: 'oops' } });
    await expect(testClient(server.url).client.logs('run-1')).rejects.toMatchObject({
      code: 'not-reana',
    });
  });
});

describe('reading the specification', () => {
  it('keeps numbers as they are spelled', async () => {
    server.on('GET /api/workflows/run-1/specification', {
      body: '{"specification": {"x": 30.0}, "parameters": {"big": 12345678901234567890}}',
    });
    const answer = await testClient(server.url).client.specification('run-1');
    expect(JSON.stringify(answer)).toBe(
      '{"specification":{"x":30.0},"parameters":{"big":12345678901234567890}}',
    );
  });

  it('takes a missing run for what it is, also behind a 403', async () => {
    server.on('GET /api/workflows/run-1/specification', {
      status: 403,
      json: { message: 'REANA_WORKON is set to run-1, but that workflow does not exist.' },
    });
    await expect(testClient(server.url).client.specification('run-1')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('logs that are too long for the memory', () => {
  const megabyte = 'a line of the log, as steps print them\n'.repeat(27_000);
  const megabytes = 80;
  const secret = 'a-secret-of-the-step';

  /** The answer of a run whose one job has printed a lot, a piece at a time. */
  async function* answer(): AsyncGenerator<Buffer> {
    const inner = JSON.stringify({
      workflow_logs: 'engine',
      job_logs: { j: { ...job, logs: '@' } },
    });
    const [before = '', after = ''] = JSON.stringify({ logs: inner }).split('@');
    yield Buffer.from(before);
    const piece = Buffer.from(JSON.stringify(JSON.stringify(megabyte).slice(1, -1)).slice(1, -1));
    for (let i = 0; i < megabytes; i += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      yield piece;
    }
    yield Buffer.from(`${secret}${after}`);
  }

  it('come into a file with their secrets masked, and little of them stays in memory', async () => {
    server.on(route, { stream: answer });
    const folder = await temporaryFolder({});
    const redact = createRedact([secret]);
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 10);
    const { jobs } = await testClient(server.url).client.logs('run-1', {
      longLogs: { folder, redact },
    });
    clearInterval(watch);
    const [log] = jobs;
    const { size } = await stat(log?.logFile ?? '');
    expect(size).toBe(megabytes * megabyte.length + '[hidden]\n'.length);
    expect(log?.logs).toHaveLength(64 * 1024);
    expect(log?.logs.endsWith('[hidden]\n')).toBe(true);
    // In memory it took five times its size, and this test sends it from the same process.
    expect((most - before) / 2 ** 20).toBeLessThan(megabytes * 2);
  });

  it('leave no file behind when the answer breaks off', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      let left = 3;
      for await (const piece of answer()) {
        if (left === 0) throw new Error('broken');
        left -= 1;
        yield piece;
      }
    }
    server.on(route, { stream: broken });
    const folder = await temporaryFolder({});
    const { client } = testClient(server.url, { retryBudget: 0 });
    const reading = client.logs('run-1', { longLogs: { folder, redact: (text) => text } });
    await expect(reading).rejects.toMatchObject({ code: 'unreachable' });
    expect(await readdir(folder)).toEqual([]);
  });
});
