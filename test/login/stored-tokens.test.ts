import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { logOut } from '../../src/login/logout.ts';
import { createWorld, logIn, noLock, server, type World } from './world.ts';

const minute = 60_000;

describe('the token of a login', () => {
  it('is the one that is kept, as long as it lives for another minute', async () => {
    const world = await loggedIn();
    const job = world.job();
    const first = await job.current();
    await world.delay(3.9 * minute);
    expect(await job.current()).toBe(first);
    expect(world.count('refresh_token')).toBe(0);
    await world.delay(0.2 * minute);
    const second = await job.current();
    expect(second).not.toBe(first);
    expect(world.issuer.accepts(second)).toBe(true);
  });

  it('is hidden, and so is what renews it, before it is used', async () => {
    const world = await loggedIn();
    const job = world.job();
    await world.delay(10 * minute);
    const token = await job.current();
    const { refresh_token: refreshToken } = await world.store.read(server);
    expect(world.hidden).toEqual(expect.arrayContaining([token, refreshToken]));
  });

  it('is renewed once when the server refuses it, and not again at once', async () => {
    const world = await loggedIn();
    const job = world.job();
    const refused = await job.current();
    const other = await job.replace(refused);
    expect(other).toBeDefined();
    expect(other).not.toBe(refused);
    expect(await job.replace(other ?? '')).toBeUndefined();
    expect(world.count('refresh_token')).toBe(1);
    await world.delay(2 * minute);
    expect(await job.replace(other ?? '')).toBeDefined();
  });

  it('is what another job has got meanwhile', async () => {
    const world = await loggedIn();
    const [one, other] = [world.job(), world.job()];
    const refused = await one.current();
    await other.current();
    const renewed = await one.replace(refused);
    expect(await other.replace(refused)).toBe(renewed);
    expect(world.count('refresh_token')).toBe(1);
  });

  it('is renewed by requests that need it at the same time together', async () => {
    const world = await loggedIn();
    const job = world.job();
    await world.delay(10 * minute);
    const tokens = await Promise.all(Array.from({ length: 5 }, () => job.current()));
    expect(new Set(tokens).size).toBe(1);
    expect(world.count('refresh_token')).toBe(1);
  });
});

describe('eight jobs on one login whose refresh token is replaced with every use', () => {
  async function work(world: World): Promise<void> {
    const jobs = Array.from({ length: 8 }, () => world.job());
    for (let round = 0; round < 12; round += 1) {
      const tokens = await Promise.all(jobs.map((job) => job.current()));
      expect(tokens.every((token) => world.issuer.accepts(token))).toBe(true);
      await world.delay(5 * minute);
    }
  }

  it('all work on, and ask the issuer once for each token', async () => {
    const world = await loggedIn();
    await work(world);
    expect(world.count('refresh_token')).toBe(11);
  });

  it('would end the login of all of them without a lock', async () => {
    const world = await createWorld({}, noLock);
    await logIn(world);
    await expect(work(world)).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('an issuer in trouble', () => {
  it('is not asked in vain: the old token is used up to its end, and the login goes on later', async () => {
    const world = await loggedIn();
    const job = world.job();
    const first = await job.current();
    world.trouble = () => Promise.resolve(new Response('<html>', { status: 503 }));
    await world.delay(4.5 * minute);
    expect(await job.current()).toBe(first);
    await world.delay(minute);
    await expect(job.current()).rejects.toMatchObject({
      code: 'unreachable',
      exitCode: 75,
      failure: { done: 'no', repeat: 'patiently' },
    });
    world.trouble = undefined;
    expect(world.issuer.accepts(await job.current())).toBe(true);
  });

  it.each([
    ['a connection that breaks', () => Promise.reject(new TypeError('fetch failed'))],
    ['a page of a proxy', () => Promise.resolve(new Response('<html>', { status: 200 }))],
    ['a redirect', () => Promise.resolve(new Response(null, { status: 307 }))],
    [
      'an answer that it is busy',
      () => Promise.resolve(Response.json({ error: 'temporarily_unavailable' }, { status: 400 })),
    ],
  ])('may be away for a while: %s', async (_what, trouble) => {
    const world = await loggedIn();
    const job = world.job();
    await world.delay(10 * minute);
    world.trouble = trouble;
    await expect(job.current()).rejects.toMatchObject({ code: 'unreachable' });
    world.trouble = undefined;
    expect(world.issuer.accepts(await job.current())).toBe(true);
  });

  it('may spoil an answer: the refresh token in it is kept, as the old one is worth nothing any more', async () => {
    const world = await loggedIn();
    const job = world.job();
    await world.delay(10 * minute);
    world.trouble = async (request) => {
      const { access_token: _, ...rest } = (await (
        await world.issuer.handle(request)
      ).json()) as Record<string, unknown>;
      return Response.json(rest);
    };
    await expect(job.current()).rejects.toMatchObject({ code: 'unreachable' });
    world.trouble = undefined;
    expect(world.issuer.accepts(await job.current())).toBe(true);
  });

  it('is not asked when its answer could not be kept', async () => {
    const world = await loggedIn();
    const job = world.job();
    await world.delay(10 * minute);
    const broken = { ...world.store, checkWritable: () => Promise.reject(new Error('disk full')) };
    const { renewLogin } = await import('../../src/login/renewal.ts');
    await expect(renewLogin(server, broken, world.tools)).rejects.toThrow('disk full');
    expect(world.count('refresh_token')).toBe(0);
    expect(world.issuer.accepts(await job.current())).toBe(true);
  });
});

describe('a login that is over', () => {
  it('is refused with 5 and the way to a new one, and taken up when somebody has logged in again', async () => {
    const world = await loggedIn();
    const job = world.job();
    await job.current();
    world.issuer.endAll();
    await world.delay(10 * minute);
    const refusal = {
      code: 'unauthorized',
      exitCode: 5,
      hint: 'Log in again: reana-ci login --server https://reana.example.org',
      message: expect.stringContaining('The login to https://reana.example.org has ended.'),
    };
    await expect(job.current()).rejects.toMatchObject(refusal);
    await expect(job.current()).rejects.toMatchObject({
      message: expect.stringContaining('Nobody is logged in to https://reana.example.org'),
    });
    await logIn(world);
    expect(world.issuer.accepts(await job.current())).toBe(true);
  });

  it('stays over when it was logged out while it was being renewed, and leaves no token behind', async () => {
    const world = await loggedIn();
    const job = world.job();
    await world.delay(10 * minute);
    let renewed: Response | undefined;
    world.trouble = async (request) => {
      world.trouble = undefined;
      renewed = await world.issuer.handle(request);
      const copy = renewed.clone();
      // As reana-client does it, which does not wait for our renewal.
      await world.store.update(server, () => ({
        refresh_token: undefined,
        access_token: undefined,
      }));
      return copy;
    };
    await expect(job.current()).rejects.toMatchObject({ code: 'unauthorized' });
    const { refresh_token: left } = (await renewed?.json()) as Record<string, string>;
    expect((await world.store.read(server)).refresh_token).toBeUndefined();
    expect(world.count('revoke')).toBe(1);
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'reana-cli',
      refresh_token: left ?? '',
    });
    const again = await world.issuer.handle(
      new Request(`${world.issuer.url}/token`, { method: 'POST', body: form.toString() }),
    );
    expect(again.status).toBe(400);
  });
});

describe('logging out', () => {
  it('ends the login at the issuer and removes its tokens, but not what else is known of the server', async () => {
    const world = await loggedIn();
    expect(await logOut(server, world.store, world.tools)).toEqual({ wasLoggedIn: true });
    expect(world.count('revoke')).toBe(1);
    const entry = await world.store.read(server);
    expect(entry).toMatchObject({ client_id: 'reana-cli', credential_epoch: 2 });
    expect(await readFile(world.store.file, 'utf8')).not.toMatch(/"(access|refresh)_token/);
    expect(await logOut(server, world.store, world.tools)).toEqual({ wasLoggedIn: false });
  });

  it('removes the tokens also when the issuer is away, and says so', async () => {
    const world = await loggedIn();
    world.trouble = () => Promise.resolve(new Response(null, { status: 503 }));
    const { warning } = await logOut(server, world.store, world.tools);
    expect(warning).toContain('live on there until they end');
    expect((await world.store.read(server)).refresh_token).toBeUndefined();
  });
});

async function loggedIn(): Promise<World> {
  const world = await createWorld();
  await logIn(world);
  return world;
}
