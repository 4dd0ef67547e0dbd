import { afterEach, beforeEach, describe, expect, it } from 'vitest';

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

const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from('{"sub":"me"}').toString('base64url')}.c2lnbmF0dXJl`;

describe('the token', () => {
  it.each<[string, Reply]>([
    ['echoed by the server', { status: 400, json: { message: `bad ?access_token=${token}` } }],
    ['echoed encoded', { status: 400, json: { message: Buffer.from(token).toString('base64') } }],
    ['in the page of a proxy', { status: 502, body: `<p>/api/you?access_token=${token}</p>` }],
    ['in a redirect', { status: 302, headers: { location: `/x?access_token=${token}` }, body: '' }],
    ['when the connection ends', 'cut'],
    ['when the server stays silent', 'silence'],
    ['when the body ends early', { status: 200, json: { email: 'me' }, cut: true }],
    ['when the answer is another', { status: 200, json: { message: token } }],
  ])('shows in no error and no log line: %s', async (_case, reply) => {
    server.on('GET /api/you', reply);
    const { client, lines } = testClient(server.url, { retryBudget: 600, timeout: 50 });
    const error = await errorOf(client.user());
    const seen = everythingOf(error) + (error.stack ?? '') + lines.join('\n');
    expect(seen).not.toContain(token);
    expect(seen).not.toContain(Buffer.from(token).toString('base64'));
    expect(server.asked('GET /api/you')[0]?.query.access_token).toBe(token);
  });

  it('shows in no error when the connection is refused', async () => {
    await server.close();
    const { client, lines } = testClient(server.url, { retryBudget: 1000 });
    expect(everythingOf(await errorOf(client.user())) + lines.join('\n')).not.toContain(token);
  });

  it('does not show when the client is printed', () => {
    expect(everythingOf(testClient(server.url).client)).not.toContain(token);
  });

  it('is not part of what the server says about the user', async () => {
    server.on('GET /api/you', {
      json: { email: 'me@cern.ch', reana_token: { value: token, status: 'active' } },
    });
    expect(everythingOf(await testClient(server.url).client.user())).not.toContain(token);
  });

  it('is not sent after a redirect', async () => {
    const other = await startScriptedServer();
    server.on('GET /api/you', { status: 307, headers: { location: `${other.url}/api/you` } });
    await expect(testClient(server.url).client.user()).rejects.toMatchObject({ code: 'not-reana' });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('is not sent where none is needed', async () => {
    server.on('GET /api/ping', { json: { message: 'OK' } });
    await testClient(server.url).client.ping();
    expect(server.requests[0]?.query).toEqual({});
  });

  it('goes into a header when it is a JWT, and not into the URL', async () => {
    server.on('GET /api/you', { json: { email: 'me@cern.ch' } });
    await testClient(server.url, { token: `${jwt}\n` }).client.user();
    expect(server.requests[0]).toMatchObject({
      query: {},
      headers: { authorization: `Bearer ${jwt}` },
    });
  });

  it('goes into the URL when it is not, as released servers read nothing else', async () => {
    server.on('GET /api/you', { json: { email: 'me@cern.ch' } });
    await testClient(server.url).client.user();
    expect(server.requests[0]?.query).toEqual({ access_token: token });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});
