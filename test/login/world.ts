/** A login in one process: a stand-in issuer, a file of logins and a clock that tests move. */
import path from 'node:path';
import type { Delay } from '../../src/base/delay.ts';
import type { Fetch } from '../../src/login/fetch.ts';
import type { FileLock } from '../../src/login/file-lock.ts';
import type { LoginTools } from '../../src/login/issuer-client.ts';
import { createIssuerClient } from '../../src/login/issuer-client.ts';
import { discoverIssuer } from '../../src/login/issuer.ts';
import { entryFields } from '../../src/login/login-entry.ts';
import { createLoginStore, type LoginStore } from '../../src/login/login-store.ts';
import { createStoredTokens } from '../../src/login/stored-tokens.ts';
import type { TokenSource } from '../../src/reana/token-source.ts';
import { createIssuer, type IssuerOptions, type StandInIssuer } from '../issuer/issuer.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const server = 'https://reana.example.org';

export interface World {
  readonly issuer: StandInIssuer;
  readonly store: LoginStore;
  readonly tools: LoginTools;
  readonly hidden: string[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves the clock by itself. */
  readonly delay: Delay;
  /** Answers in place of the issuer, until it is unset. */
  trouble: ((request: Request) => Promise<Response>) | undefined;
  /** A source of its own, as another job has it. */
  job(): TokenSource;
  /** What the program asks of the issuer, by kind. */
  count(what: string): number;
}

/** @param lock how the jobs of this world keep out of each other's way */
export async function createWorld(
  options: Partial<IssuerOptions> = {},
  lock: FileLock = createTurns(),
): Promise<World> {
  let clock = Date.parse('2026-11-30T08:00:00Z');
  const now = () => clock;
  const issuer = createIssuer({ url: 'https://issuer.example.org', now, ...options });
  const folder = await temporaryFolder({});
  const store = createLoginStore({ file: path.join(folder, 'logins/reana-client.json'), lock });
  const hidden: string[] = [];
  const fetch: Fetch = async (url, init) => {
    if (url === `${server}/api/.well-known/openid-configuration`) {
      return Response.json(issuer.discovery);
    }
    const request = new Request(url, init);
    return world.trouble === undefined ? issuer.handle(request) : world.trouble(request);
  };
  const tools: LoginTools = {
    fetch,
    now,
    hide: (secrets) => {
      hidden.push(...secrets);
    },
  };
  const world: World = {
    issuer,
    store,
    tools,
    hidden,
    now,
    async delay(milliseconds, signal) {
      clock += milliseconds;
      await Promise.resolve();
      signal?.throwIfAborted();
    },
    trouble: undefined,
    job: () => createStoredTokens(server, store, tools),
    count: (what) => issuer.seen.filter((each) => each.what === what).length,
  };
  return world;
}

/** Logs in as a browser would. */
export async function logIn({ issuer, store, tools }: World): Promise<void> {
  const known = await discoverIssuer(server, tools.fetch);
  const { library, configuration, grant } = await createIssuerClient(known, tools);
  const verifier = library.randomPKCECodeVerifier();
  const redirectUri = 'http://127.0.0.1:1234/callback';
  const address = library.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid offline_access',
    state: 'state',
    code_challenge: await library.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const { headers } = await issuer.handle(new Request(address));
  const back = new URL(headers.get('location') ?? '');
  const checks = { pkceCodeVerifier: verifier, expectedState: 'state' };
  const { tokens } = await grant('', '', () =>
    library.authorizationCodeGrant(configuration, back, checks),
  );
  await store.update(server, () => entryFields(known, tokens, tools.now()), true);
}

/** A lock for tasks of one process: first come, first served. */
export function createTurns(): FileLock {
  const last = new Map<string, Promise<unknown>>();
  return async (file, _patience, task) => {
    const turn = (last.get(file) ?? Promise.resolve()).then(task, task);
    last.set(file, turn);
    return turn;
  };
}

/** No lock at all: what programs that know of none do. */
export const noLock: FileLock = (_file, _patience, task) => task();
