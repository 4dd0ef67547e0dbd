/** Tokens out of the file that `login` wrote, renewed as long as the issuer lets us. */
import { isReanaCiError } from '../base/error.ts';
import type { TokenSource } from '../reana/token-source.ts';
import type { LoginTools } from './issuer-client.ts';
import { endOfAccess, type LoginEntry } from './login-entry.ts';
import { howToLogIn } from './login-error.ts';
import type { LoginStore } from './login-store.ts';
import { isFresh, renewLogin } from './renewal.ts';

/** Milliseconds that a token must still live to be sent when it cannot be renewed just now. */
const lastUse = 5000;
/** Milliseconds until a renewal that failed is tried again, as long as the old token does. */
const pause = 15_000;
/** Milliseconds in which a token that was renewed because the server refused the one before is not renewed again. */
const refusalPause = 60_000;

/**
 * @param server as it stands in the messages, which is how the file knows it
 */
export function createStoredTokens(
  server: string,
  store: LoginStore,
  tools: LoginTools,
): TokenSource {
  const { now, hide } = tools;
  let known: LoginEntry = {};
  let renewal: Promise<string> | undefined;
  let nextTry = -Infinity;
  /** The token that took the place of a refused one, and when. */
  let replacement: { readonly token: string; readonly at: number } | undefined;

  function keep(entry: LoginEntry): LoginEntry {
    const { access_token: access, refresh_token: refresh } = entry;
    hide([access, refresh].filter((token) => token != null));
    known = entry;
    return entry;
  }

  /** Requests that need it at the same time wait for one renewal; none of them can end it. */
  function renewed(refused?: string): Promise<string> {
    renewal ??= renewLogin(server, store, tools, refused)
      .then((entry) => keep(entry).access_token ?? '')
      .finally(() => (renewal = undefined));
    return renewal;
  }

  async function current(): Promise<string> {
    if (!isFresh(known, now())) keep(await store.read(server));
    const { access_token: token } = known;
    if (token !== undefined && isFresh(known, now())) return token;
    const isUsable = token !== undefined && endOfAccess(known) - lastUse > now();
    if (isUsable && now() < nextTry) return token;
    try {
      return await renewed();
    } catch (error) {
      nextTry = now() + pause;
      const mayWait = isReanaCiError(error) && ['unreachable', 'local-io'].includes(error.code);
      if (isUsable && mayWait) return token;
      throw error;
    }
  }

  return {
    current: (signal) => unlessAborted(current(), signal),
    async replace(refused, signal) {
      const entry = keep(await store.read(server));
      const { access_token: token } = entry;
      if (token !== undefined && token !== refused && isFresh(entry, now())) return token;
      if (replacement?.token === refused && now() - replacement.at < refusalPause) return undefined;
      const other = await unlessAborted(renewed(refused), signal);
      replacement = { token: other, at: now() };
      return other === refused ? undefined : other;
    },
    advice: howToLogIn(server),
  };
}

/** Leaves the renewal alone: its answer is kept though nobody waits for it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', end);
    work.catch(() => undefined);
  }
}
