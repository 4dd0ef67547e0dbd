/** Ending a login: at the issuer, and in the file. */
import { isReanaCiError } from '../base/error.ts';
import { createIssuerClient, type LoginTools } from './issuer-client.ts';
import { issuerOf } from './issuer.ts';
import { loggedOut, type LoginEntry } from './login-entry.ts';
import type { LoginStore } from './login-store.ts';

export interface Logout {
  /** Whether there was a login. */
  readonly wasLoggedIn: boolean;
  /** Why the issuer may take the login still. */
  readonly warning?: string;
}

/**
 * Has the issuer end the login to `server`, and removes its tokens from the file in any case. A renewal that is
 * under way is waited for, so that no token is left that nobody knows.
 */
export async function logOut(
  server: string,
  store: LoginStore,
  tools: LoginTools,
): Promise<Logout> {
  return store.whileRenewing(server, async () => {
    const entry = await store.read(server);
    const wasLoggedIn = entry.access_token !== undefined || entry.refresh_token != null;
    if (!wasLoggedIn) return { wasLoggedIn };
    const warning = await revoke(server, entry, tools);
    await store.update(server, () => loggedOut);
    return { wasLoggedIn, ...(warning === undefined ? {} : { warning }) };
  });
}

async function revoke(
  server: string,
  entry: LoginEntry,
  tools: LoginTools,
): Promise<string | undefined> {
  const issuer = issuerOf(entry);
  const { refresh_token: token } = entry;
  if (token == null) return undefined;
  tools.hide([token]);
  if (issuer?.revocation_endpoint === undefined) {
    return 'The issuer offers no way to end a login; its tokens are removed here, and live on there until they end.';
  }
  const { library, ask } = await createIssuerClient(issuer, tools);
  try {
    await ask(`Could not end the login to ${server} at its issuer`, '', (configuration) =>
      library.tokenRevocation(configuration, token, { token_type_hint: 'refresh_token' }),
    );
    return undefined;
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    return `${error.message} Its tokens are removed here, and live on there until they end.`;
  }
}
