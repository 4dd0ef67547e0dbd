/** Waits of days with tokens of minutes: the API client and the watch as a job has them, in simulated time. */
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { createApi } from '../../src/reana/api.ts';
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import { findRun } from '../../src/reana/runs.ts';
import { parseServerAddress } from '../../src/reana/server-address.ts';
import type { TokenSource } from '../../src/reana/token-source.ts';
import type { Transport } from '../../src/reana/transport.ts';
import type { RunContext } from '../../src/run/run-context.ts';
import { createStepTracker } from '../../src/run/watch/step-tracker.ts';
import { watchRun } from '../../src/run/watch/watch.ts';
import { createWorld, logIn, server, type World } from './world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const id = '3f2a1c6e-0000-4000-8000-000000000001';

describe('a long watch with tokens of five minutes', () => {
  it('sees the end of its run after a day, with a token that was renewed in time for every request', async () => {
    const world = await loggedIn();
    const { end, refused } = await watch(world, world.job(), () => undefined, day);
    expect(end).toBe('finished');
    expect(refused).toBe(0);
    expect(world.count('refresh_token')).toBeGreaterThan(280);
    expect(world.count('refresh_token')).toBeLessThan(400);
  });

  it('survives an issuer that is away for twenty minutes', async () => {
    const world = await loggedIn();
    const begun = world.now();
    world.trouble = (request) => {
      const since = world.now() - begun;
      return since > 60 * minute && since < 80 * minute
        ? Promise.resolve(new Response(null, { status: 503 }))
        : world.issuer.handle(request);
    };
    expect(await watch(world, world.job())).toEqual({ end: 'finished', refused: 0 });
  });

  it('ends with 5 when the login has ended and nobody logs in again, and leaves the run alone', async () => {
    const world = await loggedIn();
    const watching = watch(world, world.job(), (since) => {
      if (since > 60 * minute) world.issuer.endAll();
    });
    await expect(watching).rejects.toMatchObject({
      code: 'unauthorized',
      exitCode: 5,
      hint: expect.stringMatching(/reana-ci login --server .* --resume/),
    });
  });

  it('goes on when somebody has logged in again', async () => {
    const world = await loggedIn();
    let done = false;
    const { end } = await watch(world, world.job(), async (since) => {
      if (done || since < 60 * minute) return;
      done = true;
      world.issuer.endAll();
      await logIn(world);
    });
    expect(end).toBe('finished');
  });
});

describe('a request that is refused', () => {
  it('is sent once more with another token, and then the refusal counts', async () => {
    const world = await loggedIn();
    const token = await world.job().current();
    const { api, sent } = connect(world, world.job(), (given) => given !== token);
    expect((await findRun(api, id)).status).toBe('running');
    expect(sent).toHaveLength(2);
    const never = connect(world, world.job(), () => false);
    await expect(findRun(never.api, id)).rejects.toMatchObject({
      code: 'unauthorized',
      hint: expect.stringContaining('reana-ci login'),
    });
    expect(never.sent).toHaveLength(2);
  });
});

interface Connected {
  readonly api: ReturnType<typeof createApi>;
  /** The token of each request. */
  readonly sent: string[];
}

/** A REANA server in this process that takes the tokens of the issuer. */
function connect(
  world: World,
  tokens: TokenSource,
  accepts: (token: string) => boolean = (token) => world.issuer.accepts(token),
  length = day,
): Connected {
  const begun = world.now();
  const sent: string[] = [];
  const transport: Transport = {
    send(request) {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      sent.push(token);
      const status = world.now() - begun >= length ? 'finished' : 'running';
      const run = { id, name: 'analysis.1', status, created: '2026-11-30T08:00:00', progress: {} };
      const good = accepts(token);
      const body = good ? { items: [run], total: 1 } : { message: 'Token not valid.' };
      return Promise.resolve({
        status: good ? 200 : 401,
        headers: { 'content-type': 'application/json', date: new Date(world.now()).toUTCString() },
        body: Object.assign(asBody(JSON.stringify(body)), { destroy: () => undefined }),
      });
    },
    close: () => Promise.resolve(),
  };
  const api = createApi({
    address: parseServerAddress(server),
    tokens,
    userAgent: 'test',
    transport,
    budget: { take: () => Promise.resolve(), learn: () => undefined },
    retryBudget: minute,
    timeout: minute,
    log: silentLog,
    delay: world.delay,
    now: () => world.now(),
    random: () => 0.5,
  });
  return { api, sent };
}

async function* asBody(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function watch(
  world: World,
  tokens: TokenSource,
  event: (since: number) => void | Promise<void> = () => undefined,
  length = 3 * 60 * minute,
): Promise<{ end: string; refused: number }> {
  const begun = world.now();
  let refused = 0;
  const { api } = connect(
    world,
    tokens,
    (token) => {
      const good = world.issuer.accepts(token);
      if (!good) refused += 1;
      return good;
    },
    length,
  );
  const client = {
    run: (run: string, signal?: AbortSignal) => findRun(api, run, signal),
    logs: () => Promise.resolve({ engine: '', steps: [] }),
  } as unknown as ReanaClient;
  const context: RunContext = {
    client,
    host: { announce: () => undefined } as never,
    now: () => world.now(),
    delay: async (milliseconds, signal) => {
      await event(world.now() - begun);
      await world.delay(milliseconds, signal);
    },
    redact: (text) => text,
    signal: new AbortController().signal,
  };
  const limits = {
    queueTimeout: Infinity,
    timeout: Infinity,
    outageTimeout: 30 * minute,
    shortestPoll: 2000,
  };
  const steps = createStepTracker(() => undefined, context.now);
  const { status } = await watchRun(id, limits, steps, context, () => undefined);
  return { end: status, refused };
}

async function loggedIn(): Promise<World> {
  const world = await createWorld();
  await logIn(world);
  return world;
}
