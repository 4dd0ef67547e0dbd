/** The logins of the user, as the environment of the program has them. */
import { homedir } from 'node:os';
import { delay } from '../../base/delay.ts';
import { createFetch } from '../../login/fetch.ts';
import { createFileLock } from '../../login/file-lock.ts';
import type { LoginTools } from '../../login/issuer-client.ts';
import { createLoginStore, loginFile, type LoginStore } from '../../login/login-store.ts';
import type { Edge } from '../edge.ts';

/** The file that `REANA_CLIENT_CONFIG` names, or reana-client's usual one. */
export function openLoginStore({ env }: Edge): LoginStore {
  return createLoginStore({
    ...loginFile(env, env.HOME ?? homedir()),
    lock: createFileLock({ environment: env, now: () => performance.now(), delay }),
  });
}

/**
 * @param caCertificates authorities to trust besides the system's, PEM
 * @param hide masks tokens wherever text leaves the program
 */
export function createLoginTools(
  { env }: Edge,
  caCertificates: string | undefined,
  hide: (secrets: Iterable<string>) => void,
): LoginTools {
  return { fetch: createFetch(env, caCertificates), now: () => Date.now(), hide };
}
