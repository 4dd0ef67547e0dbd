import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ReanaCiError } from '../../src/base/error.ts';
import { connectionError } from '../../src/reana/connection-failure.ts';
import {
  errorOf,
  everythingOf,
  startScriptedServer,
  testClient,
  token,
  type Reply,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const html = { body: '<html><body>Sign in</body></html>' };

describe('a refusal becomes an error of the class that tells who has to act', () => {
  it.each<[string, Reply, string]>([
    ['no token', { status: 401, json: { message: 'User not signed in' } }, 'unauthorized'],
    ['unknown token', { status: 403, json: { message: 'Token not valid.' } }, 'unauthorized'],
    [
      'revoked token',
      { status: 403, json: { message: 'User access token revoked.' } },
      'unauthorized',
    ],
    [
      'full quota',
      {
        status: 403,
        json: { message: 'User quota exceeded.\nResource: disk, usage: 110%' },
      },
      'quota',
    ],
    [
      'quota that an upload would exceed',
      { status: 403, json: { message: 'Uploading file x would exceed the disk quota limit (…)' } },
      'quota',
    ],
    [
      'run unknown to the controller',
      {
        status: 404,
        json: { message: 'REANA_WORKON is set to x, but that workflow does not exist.' },
      },
      'not-found',
    ],
    [
      'run unknown to the server',
      { status: 403, json: { message: 'Workflow x does not exist.' } },
      'not-found',
    ],
    [
      'wrong state behind a 403',
      {
        status: 403,
        json: { message: 'Workflow x.1 is already queued and cannot be started again.' },
      },
      'conflict',
    ],
    ['other 403', { status: 403, json: { message: 'User is on holiday.' } }, 'forbidden'],
    ['conflict', { status: 409, json: { message: 'Workflow x is not running.' } }, 'conflict'],
    [
      'wrong request',
      { status: 400, json: { message: { querystring: { page: ['Not an integer'] } } } },
      'bad-request',
    ],
    ['body too large for a proxy', { status: 413, ...html }, 'bad-request'],
    ['page of something else', { status: 404, ...html }, 'not-reana'],
    ['sign-in page with 200', { status: 200, ...html }, 'not-reana'],
    ['JSON of something else', { status: 200, json: { items: 'none' } }, 'not-reana'],
    ['redirect', { status: 302, headers: { location: 'https://login' }, body: '' }, 'not-reana'],
    ['proxy without a server', { status: 502, ...html }, 'unreachable'],
    [
      'internal error',
      { status: 500, json: { message: 'Internal controller error.' } },
      'unreachable',
    ],
  ])('%s', async (_case, reply, code) => {
    server.on('GET /api/workflows/run-1/workspace', reply);
    const { client } = testClient(server.url, { retryBudget: 2000 });
    const error = await errorOf(client.listFiles('run-1'));
    expect(error).toBeInstanceOf(ReanaCiError);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain('Could not list the files of run run-1');
    expect(error.message).toContain(server.url);
    await client.close();
  });

  it('quotes the server on one line', async () => {
    server.on('GET /api/you', { status: 400, json: { message: 'one\n\ntwo\tthree' } });
    const { client } = testClient(server.url);
    await expect(client.user()).rejects.toThrow('answered 400 "one two three"');
  });

  it('says what to do about a token that is refused', async () => {
    server.on('GET /api/you', { status: 403, json: { message: 'Token not valid.' } });
    const error = await errorOf(testClient(server.url).client.user());
    expect(error).toMatchObject({ hint: expect.stringContaining('REANA_ACCESS_TOKEN') });
  });
});

describe('a server that cannot be reached', () => {
  it('is unreachable when it refuses connections, after trying for the retry budget', async () => {
    await server.close();
    const { client, pauses } = testClient(server.url, { retryBudget: 10_000 });
    const error = await errorOf(client.ping());
    expect(error).toMatchObject({ code: 'unreachable', exitCode: 75 });
    expect(error.message).toMatch(/ECONNREFUSED.*after \d+ tries/);
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeGreaterThan(2000);
    expect(waited).toBeLessThanOrEqual(10_000);
  });

  it('is unreachable when it does not answer in time', async () => {
    server.on('GET /api/ping', 'silence');
    const { client } = testClient(server.url, { retryBudget: 0, timeout: 50 });
    await expect(client.ping()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('did not answer in time'),
    });
  });

  it.each([
    ['ENOTFOUND', 'unreachable', 'few', 'no'],
    ['EAI_AGAIN', 'unreachable', 'patiently', 'no'],
    ['UND_ERR_CONNECT_TIMEOUT', 'unreachable', 'patiently', 'no'],
    ['ECONNRESET', 'unreachable', 'patiently', 'unknown'],
    ['UND_ERR_SOCKET', 'unreachable', 'patiently', 'unknown'],
    ['CERT_HAS_EXPIRED', 'tls', 'never', 'no'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'never', 'no'],
  ])('%s is %s, repeated: %s, done: %s', (code, expected, repeat, done) => {
    const thrown = new AggregateError([Object.assign(new Error('low level'), { code })]);
    const error = connectionError(thrown, 'Could not x', 'https://reana');
    expect(error).toMatchObject({ code: expected, failure: { repeat, done } });
    expect(error.message).toMatch(new RegExp(`^Could not x: https://reana .* \\(${code}\\)\\.$`));
    expect(error.cause).toBeUndefined();
  });
});

describe('wrong settings', () => {
  it.each([
    ['nothing', ''],
    ['a host without scheme', 'reana.cern.ch'],
    ['another scheme', 'ftp://reana.cern.ch'],
    ['an address with password', 'https://me:geheim@reana.cern.ch'],
    ['an address with a query', `https://reana.cern.ch/?access_token=${token}`],
  ])('%s is no server', (_case, address) => {
    const error = catchError(() => testClient(address));
    expect(error).toMatchObject({ code: 'usage' });
    expect(everythingOf(error)).not.toMatch(/geheim|very-secret/);
  });

  it('ignores a trailing slash and /api', () => {
    expect(testClient('https://reana.cern.ch/').client.server).toBe('https://reana.cern.ch');
    expect(testClient('https://host/reana/api').client.server).toBe('https://host/reana');
  });

  it('warns when the token would travel readable, except to this machine', () => {
    expect(testClient('http://reana.example.org').lines.join()).toContain('not encrypted');
    expect(testClient('http://127.0.0.1:5000').lines).toEqual([]);
  });

  it('asks for a token only where one is needed', async () => {
    server.on('GET /api/ping', { json: { message: 'OK' } });
    const { client } = testClient(server.url, { token: '' });
    await expect(client.ping()).resolves.toEqual({ bundles: false });
    await expect(client.user()).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}
