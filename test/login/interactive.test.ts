import { request } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { logInByBrowser } from '../../src/login/browser-login.ts';
import { type DevicePrompt, logInByDevice } from '../../src/login/device-login.ts';
import { createIssuerClient } from '../../src/login/issuer-client.ts';
import { discoverIssuer } from '../../src/login/issuer.ts';
import { createWorld, server } from './world.ts';

const subject = `Could not log in to ${server}`;
const never = new AbortController().signal;

async function start() {
  const world = await createWorld({ now: Date.now });
  const tools = { ...world.tools, now: Date.now };
  const issuer = await discoverIssuer(server, tools.fetch);
  return { world, issuer, client: await createIssuerClient(issuer, tools) };
}

describe('logging in with another device', () => {
  it('waits for the user, no faster than the issuer wants', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { world, issuer, client } = await start();
    const shown = Promise.withResolvers<DevicePrompt>();
    const login = logInByDevice(issuer, client, subject, shown.resolve, never);
    const { address, code } = await shown.promise;
    expect(address).toBe(`https://issuer.example.org/device?user_code=${code}`);
    await pass(1000);
    expect(world.issuer.seen.at(-1)).toMatchObject({ error: 'authorization_pending' });
    world.trouble = () => {
      world.trouble = undefined;
      return Promise.resolve(Response.json({ error: 'slow_down' }, { status: 400 }));
    };
    await pass(1000);
    world.issuer.decide(code, 'approve');
    await pass(5500);
    expect(world.count('device_code')).toBe(1);
    await pass(500);
    const tokens = await login;
    expect(world.issuer.accepts(tokens.accessToken ?? '')).toBe(true);
    expect(tokens.refreshToken).toBeDefined();
    expect(world.issuer.seen.filter(({ error }) => error === 'slow_down')).toEqual([]);
  });

  it('ends with 5 when the user refuses', async () => {
    const { world, issuer, client } = await start();
    const login = logInByDevice(
      issuer,
      client,
      subject,
      ({ code }) => {
        world.issuer.decide(code, 'deny');
      },
      never,
    );
    await expect(login).rejects.toMatchObject({ code: 'unauthorized', exitCode: 5 });
  });

  it('ends at once when it is interrupted', async () => {
    const { issuer, client } = await start();
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const show = () => {
      controller.abort(reason);
    };
    const login = logInByDevice(issuer, client, subject, show, controller.signal);
    await expect(login).rejects.toBe(reason);
  });
});

describe('logging in with a browser', () => {
  it('takes the code that the issuer sends back, once, and no other visitor', async () => {
    const { world, issuer, client } = await start();
    const statuses: number[] = [];
    const show = (address: string) => {
      void (async () => {
        const { headers } = await world.issuer.handle(new Request(address));
        const back = new URL(headers.get('location') ?? '');
        const forged = new URL(back);
        forged.searchParams.set('state', 'guessed');
        for (const url of [new URL('/', back), forged, back]) statuses.push(await visit(url));
      })();
    };
    const tokens = await logInByBrowser(issuer, client, subject, { port: 0, show, signal: never });
    expect(world.issuer.accepts(tokens.accessToken ?? '')).toBe(true);
    await vi.waitFor(() => {
      expect(statuses).toEqual([404, 404, 200]);
    });
  });

  it('does not take the place of another program on a port', async () => {
    const { issuer, client } = await start();
    const controller = new AbortController();
    let port = 0;
    const show = (address: string) => {
      port = Number(new URL(new URL(address).searchParams.get('redirect_uri') ?? '').port);
    };
    const options = { show, signal: controller.signal };
    const first = logInByBrowser(issuer, client, subject, { ...options, port: 0 });
    await vi.waitFor(() => {
      expect(port).toBeGreaterThan(0);
    });
    await expect(
      logInByBrowser(issuer, client, subject, { ...options, port }),
    ).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(String(port)) });
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
  });
});

describe('the issuer that a server names', () => {
  it.each([
    ['none, on a server of today', 404, { message: 'Not found' }, 'usage'],
    ['none just now', 502, { message: 'Bad gateway' }, 'unreachable'],
    ['one without TLS', 200, { issuer: 'http://issuer.example.org' }, 'not-reana'],
    ['something else', 200, ['hello'], 'not-reana'],
  ])('is refused when it is %s', async (_what, status, body, code) => {
    const fetch = () => Promise.resolve(Response.json(body, { status }));
    await expect(discoverIssuer(server, fetch)).rejects.toMatchObject({ code });
  });

  it('may not have its tokens sent in the clear', async () => {
    const { world } = await start();
    const document = {
      ...world.issuer.discovery,
      token_endpoint: 'http://issuer.example.org/token',
    };
    const fetch = () => Promise.resolve(Response.json(document));
    await expect(discoverIssuer(server, fetch)).rejects.toThrow('"token_endpoint"');
  });
});

/** Moves the clock, and lets everything that this starts come to rest. */
async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

async function visit(url: URL): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  request(url, (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  })
    .on('error', reject)
    .end();
  return promise;
}
