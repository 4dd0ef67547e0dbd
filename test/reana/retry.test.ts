import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { silentLog } from '../../src/base/log.ts';
import { startScriptedServer, testClient, type ScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const good = { json: { message: 'OK' } };

describe('a call that may be repeated', () => {
  it('is, after a cut connection, a busy proxy and a half answer', async () => {
    server.on(
      'GET /api/ping',
      'cut',
      { status: 503, body: '<html>' },
      { json: { message: 'OK' }, cut: true, headers: { 'content-length': '500' } },
      good,
    );
    const { client, lines } = testClient(server.url);
    await expect(client.ping()).resolves.toEqual({ bundles: false });
    expect(server.requests).toHaveLength(4);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('Trying again in');
  });

  it.each([
    '',
    "HTTPConnectionPool(host='reana-workflow-controller', port=80): Max retries exceeded with url: /api",
  ])('is for as long as an outage when the controller is away: "%s"', async (message) => {
    const away = { status: 500, json: { message } };
    server.on('GET /api/ping', ...Array.from({ length: 7 }, () => away), good);
    const { client } = testClient(server.url);
    await expect(client.ping()).resolves.toEqual({ bundles: false });
  });

  it('is four times after an internal error of other kinds', async () => {
    server.on('GET /api/ping', { status: 500, json: { message: "'NoneType' object" } });
    await expect(testClient(server.url).client.ping()).rejects.toThrow('after 4 tries');
  });

  it('is not when the server sends everybody on to https, which is told', async () => {
    const moved = { status: 301, headers: { location: 'https://127.0.0.1/api/ping' } };
    server.on('GET /api/ping', moved);
    await expect(testClient(server.url).client.ping()).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('Set REANA_SERVER_URL to https://127.0.0.1,'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('warns once of a trouble, and again only when the server was well in between', async () => {
    server.on('GET /api/ping', 'cut', 'cut', good, 'cut', good);
    const warnings: string[] = [];
    const { client } = testClient(server.url, {
      log: { ...silentLog, warn: (line) => warnings.push(line) },
    });
    await client.ping();
    expect(warnings).toHaveLength(1);
    await client.ping();
    expect(warnings).toHaveLength(2);
  });

  it('waits longer every time', async () => {
    server.on('GET /api/ping', ...Array.from({ length: 6 }, () => 'cut' as const), good);
    const { client, pauses } = testClient(server.url);
    await client.ping();
    const backOffs = pauses.filter((pause) => pause >= 250);
    expect(backOffs[0]).toBeLessThanOrEqual(500);
    expect(backOffs.at(-1)).toBeGreaterThanOrEqual(8000);
  });

  it('waits as long as the server wants after 429', async () => {
    const busy = { status: 429, json: { message: 'Too many requests' } };
    server.on('GET /api/ping', { ...busy, headers: { 'retry-after': '7' } }, good);
    const { client, pauses } = testClient(server.url);
    await client.ping();
    expect(Math.max(...pauses)).toBe(7000);
  });

  it('waits until a date that the server names', async () => {
    const date = new Date('2026-01-31T12:00:00Z');
    const headers = {
      date: date.toUTCString(),
      'retry-after': new Date(date.getTime() + 9000).toUTCString(),
    };
    server.on('GET /api/ping', { status: 503, json: {}, headers }, good);
    const { client, pauses } = testClient(server.url);
    await client.ping();
    expect(pauses).toEqual([9000]);
  });

  it('fails at once when the server wants more patience than there is', async () => {
    server.on('GET /api/ping', { status: 429, json: {}, headers: { 'retry-after': '3600' } });
    const { client } = testClient(server.url, { retryBudget: 60_000 });
    await expect(client.ping()).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.requests).toHaveLength(1);
  });

  it('is repeated only a few times after an internal error, which is mostly permanent', async () => {
    server.on('GET /api/you', { status: 500, json: { message: 'Internal controller error.' } });
    const { client } = testClient(server.url, { retryBudget: 3_600_000 });
    await expect(client.user()).rejects.toThrow('after 4 tries');
    expect(server.requests).toHaveLength(4);
  });

  it('is not repeated when the server finds it wrong', async () => {
    server.on('GET /api/you', { status: 400, json: { message: 'no' } });
    await expect(testClient(server.url).client.user()).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a call that is aborted', () => {
  it('ends with the reason of the signal while the server is silent', async () => {
    server.on('GET /api/ping', 'silence');
    const abort = new AbortController();
    const { client } = testClient(server.url);
    const pending = client.ping(abort.signal);
    const ended = expect(pending).rejects.toBe('enough');
    await expect.poll(() => server.requests.length).toBe(1);
    abort.abort('enough');
    await ended;
  });

  it('sends nothing when the signal is aborted before', async () => {
    const { client } = testClient(server.url);
    await expect(client.ping(AbortSignal.abort('no'))).rejects.toBe('no');
    expect(server.requests).toEqual([]);
  });

  it('ends while it waits for the next try', async () => {
    server.on('GET /api/ping', 'cut');
    const abort = new AbortController();
    const { client } = testClient(server.url, {
      delay: (_milliseconds, signal) => {
        abort.abort('enough');
        return Promise.reject(signal?.reason as Error);
      },
    });
    await expect(client.ping(abort.signal)).rejects.toBe('enough');
  });
});

describe('every request', () => {
  it('names the program, whose name is the key of the rate limit', async () => {
    server.on('GET /api/ping', good);
    const { client } = testClient(server.url, { userAgent: 'my-portal/2' });
    await client.ping();
    expect(server.requests[0]?.headers['user-agent']).toMatch(
      /^reana-ci\/\d+\.\d+\.\d+ my-portal\/2$/,
    );
  });

  it('uses a kept connection', async () => {
    server.on('GET /api/ping', good);
    const { client } = testClient(server.url);
    for (let i = 0; i < 20; i += 1) await client.ping();
    // The next call may begin while the connection of the last one is still being put back.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });
});
