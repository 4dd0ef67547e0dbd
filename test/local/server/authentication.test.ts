import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serve } from './serve.ts';

describe('who may ask', () => {
  it('refuses a request without token with 401 and one with a wrong token with 403', async () => {
    const reana = await serve();
    const missing = await fetch(`${reana.url}/api/you`);
    expect([missing.status, await missing.json()]).toEqual([
      401,
      { message: 'User not signed in' },
    ]);
    const wrong = await reana.ask('GET', '/api/you?access_token=wrong');
    expect([wrong.status, wrong.json]).toEqual([403, { message: 'Token not valid.' }]);
  });

  it('takes no Authorization header in the released generations', async () => {
    const reana = await serve();
    const headers = { authorization: `Bearer ${reana.token}` };
    expect((await fetch(`${reana.url}/api/you`, { headers })).status).toBe(401);
  });

  it('takes a Bearer token in the next generation, in the form of a JWT, and no other', async () => {
    const reana = await serve({ generation: 'next' });
    expect(reana.token.split('.')).toHaveLength(3);
    const headers = { authorization: `Bearer ${reana.token}` };
    expect((await fetch(`${reana.url}/api/you`, { headers })).status).toBe(200);
    const wrong = { authorization: `Bearer ${reana.token}x` };
    expect((await fetch(`${reana.url}/api/you`, { headers: wrong })).status).toBe(401);
    const query = new URLSearchParams({ access_token: reana.token }).toString();
    expect((await fetch(`${reana.url}/api/you?${query}`)).status).toBe(401);
  });

  it('takes the Bearer tokens that a login gives out', async () => {
    const acceptBearer = (token: string): Promise<boolean> =>
      Promise.resolve(token === 'from-a-login');
    const reana = await serve({ generation: 'next', acceptBearer });
    const status = async (token: string): Promise<number> =>
      (await fetch(`${reana.url}/api/you`, { headers: { authorization: `Bearer ${token}` } }))
        .status;
    expect(await status('from-a-login')).toBe(200);
    expect(await status('from-elsewhere')).toBe(401);
  });

  it('answers a ping to everybody, and tells its capabilities only in the next generation', async () => {
    const stable = await serve();
    const answer = await fetch(`${stable.url}/api/ping`);
    expect(await answer.json()).toEqual({ message: 'OK', status: '200' });
    const next = await serve({ generation: 'next' });
    expect(await (await fetch(`${next.url}/api/ping`)).json()).toMatchObject({
      api_capabilities: ['workflow-specification-bundles-v1'],
    });
  });

  it.each([
    ['GET', '/api/health', 200],
    ['GET', '/api/login', 404],
    ['GET', '/api/oauth/callback', 404],
    ['POST', '/api/logout', 404],
    ['PUT', '/api/token', 404],
  ])('has in the next generation %s %s of servers with a login', async (method, path, status) => {
    const reana = await serve({ generation: 'next' });
    expect((await fetch(`${reana.url}${path}`, { method })).status).toBe(status);
  });

  it('does not answer to the name of another host, so that no web page can reach it', async () => {
    const reana = await serve();
    const socket = connect(Number(new URL(reana.url).port), '127.0.0.1');
    socket.write('GET /api/ping HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('answers questions about an unknown address with a message', async () => {
    const reana = await serve();
    const answer = await reana.ask('GET', '/api/nothing');
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain(reana.token);
  });

  it('says clearly what it does not offer', async () => {
    const reana = await serve();
    const id = await reana.create();
    for (const [method, path] of [
      ['POST', `/api/workflows/${id}/open/jupyter`],
      ['POST', `/api/workflows/${id}/share`],
      ['GET', '/api/users/shared-with-you'],
    ] as const) {
      const answer = await reana.ask(method, path);
      expect([path, answer.status]).toEqual([path, 501]);
      expect(answer.json.message).toMatch(/^The embedded REANA does not offer /);
    }
  });
});

describe('the limit on requests', () => {
  it('answers 429 with the headers that tell when to come back', async () => {
    const reana = await serve({ rateLimit: 3 });
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await reana.ask('GET', '/api/ping'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers).toMatchObject({
      'x-ratelimit-limit': '3',
      'x-ratelimit-remaining': '2',
    });
    expect(answers[3]?.headers).toMatchObject({ 'retry-after': '1', 'x-ratelimit-remaining': '0' });
    expect(answers[3]?.json).toEqual({
      message: 'Too many requests in a given amount of time. Only "3 per 1 second" allowed.',
    });
  });

  it.each([
    ['0.9', '20'],
    ['0.95', '40'],
  ] as const)('is that of real servers of %s when it is asked for', async (generation, limit) => {
    const reana = await serve({ generation, rateLimit: 'real' });
    expect((await reana.ask('GET', '/api/ping')).headers['x-ratelimit-limit']).toBe(limit);
    const unknown = await reana.ask('GET', '/api/none');
    expect(unknown.headers['x-ratelimit-limit']).toBeUndefined();
  });

  it('counts each User-Agent for itself', async () => {
    const reana = await serve({ rateLimit: 1 });
    const status = async (agent: string): Promise<number> =>
      (await reana.ask('GET', '/api/ping', { headers: { 'user-agent': agent } })).status;
    expect([await status('a'), await status('b'), await status('a')]).toEqual([200, 200, 429]);
  });
});

describe('hooks', () => {
  it('can lose the answer to a request that was carried out', async () => {
    let lost = 0;
    const reana = await serve({
      hooks: {
        onSend: (request, _reply, payload) => {
          if (request.method === 'POST' && lost === 0) {
            lost += 1;
            request.raw.socket.destroy();
          }
          return Promise.resolve(payload);
        },
      },
    });
    await expect(reana.create('once')).rejects.toThrow();
    const { json } = await reana.ask('GET', '/api/workflows?workflow_id_or_name=once');
    expect(json.total).toBe(1);
  });
});
