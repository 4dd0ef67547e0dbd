/**
 * Renewing a login that several programs use. Issuers replace the refresh token with every use, and may end the
 * whole login when an old one is shown again; so one program at a time asks, and all others take what it got.
 */
import type { CallError } from '../reana/call-error.ts';
import type { LoginTools, Grant, IssuerClient } from './issuer-client.ts';
import { createIssuerClient } from './issuer-client.ts';
import { issuerOf } from './issuer.ts';
import { endOfAccess, entryFields, leeway, loggedOut, type LoginEntry } from './login-entry.ts';
import { howToLogIn, IssuerRefusal, loginError } from './login-error.ts';
import type { LoginStore } from './login-store.ts';

/** Whether the access token can be sent for some time yet. */
export function isFresh(entry: LoginEntry, now: number): boolean {
  return entry.access_token !== undefined && endOfAccess(entry) - leeway > now;
}

/**
 * Renews the login to `server`, unless somebody else has done so meanwhile. Once asked, the answer is waited for
 * and kept whatever happens: there is no second one.
 *
 * @param refused an access token that the server does not take although it looks valid
 * @returns the entry with a new access token
 * @throws ReanaCiError `unauthorized` when there is no login, or it has ended; `unreachable` when the issuer gave
 * no good answer
 */
export async function renewLogin(
  server: string,
  store: LoginStore,
  tools: LoginTools,
  refused?: string,
): Promise<LoginEntry> {
  return store.whileRenewing(server, async () => {
    const entry = await store.read(server);
    if (isFresh(entry, tools.now()) && entry.access_token !== refused) return entry;
    const issuer = issuerOf(entry);
    const { refresh_token: refreshToken } = entry;
    if (refreshToken == null || issuer === undefined) throw notLoggedIn(server, store.file);
    tools.hide([refreshToken]);
    // Before anything is replaced: a file that cannot be written would lose it.
    await store.checkWritable();
    const client = await createIssuerClient(issuer, tools);
    const { tokens, problem } = await refresh(client, server, store, refreshToken);
    const rotated = { refreshToken, ...tokens };
    const changed = await store.update(server, (current) =>
      isUnchanged(current, entry) ? entryFields(issuer, rotated, tools.now()) : undefined,
    );
    if (changed.refresh_token !== rotated.refreshToken) {
      return superseded(server, changed, client, rotated.refreshToken, store, tools);
    }
    if (problem !== undefined) throw problem;
    if (changed.access_token === undefined) throw notLoggedIn(server, store.file);
    return changed;
  });
}

async function refresh(
  { library, grant }: IssuerClient,
  server: string,
  store: LoginStore,
  refreshToken: string,
): Promise<Grant> {
  const hint = howToLogIn(server);
  try {
    return await grant(`Could not renew the login to ${server}`, hint, (configuration) =>
      library.refreshTokenGrant(configuration, refreshToken),
    );
  } catch (error) {
    if (!(error instanceof IssuerRefusal) || error.reason !== 'invalid_grant') throw error;
    await store.update(server, (entry) =>
      entry.refresh_token === refreshToken ? loggedOut : undefined,
    );
    throw ended(server, error);
  }
}

/** Somebody has logged in or out while the issuer was asked: theirs counts, and ours is given back. */
async function superseded(
  server: string,
  entry: LoginEntry,
  { library, ask }: IssuerClient,
  refreshToken: string,
  store: LoginStore,
  { now }: LoginTools,
): Promise<LoginEntry> {
  await ask('', '', (configuration) =>
    library.tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' }),
  ).catch(() => undefined);
  if (isFresh(entry, now())) return entry;
  throw notLoggedIn(server, store.file);
}

function isUnchanged(current: LoginEntry, before: LoginEntry): boolean {
  return (current.credential_epoch ?? 0) === (before.credential_epoch ?? 0);
}

function notLoggedIn(server: string, file: string): CallError {
  return loginError(
    'unauthorized',
    `Nobody is logged in to ${server} (${file}).`,
    `Log in: reana-ci login --server ${server}`,
  );
}

function ended(server: string, refusal: IssuerRefusal): CallError {
  return loginError(
    'unauthorized',
    `The login to ${server} has ended. ${refusal.message}`,
    howToLogIn(server),
  );
}
