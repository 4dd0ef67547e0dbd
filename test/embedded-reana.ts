/** The embedded REANA, as a project is set up to use it. */
import { onTestFinished } from 'vitest';
import { type LocalReanaOptions, startLocalReana } from '../src/local/local-reana.ts';
import { createReanaClient, type ReanaClient } from '../src/reana/reana-client.ts';
import { type AtEnd, temporaryFolder } from './temporary-folder.ts';

export interface Reana {
  readonly url: string;
  readonly token: string;
  readonly client: ReanaClient;
  /** CI/CD variables that a project sets once. */
  readonly variables: { readonly REANA_SERVER_URL: string; readonly REANA_ACCESS_TOKEN: string };
}

/** Starts one that is gone after the test, with an empty memory. */
export async function startReana(
  options: Partial<LocalReanaOptions> = {},
  atEnd: AtEnd = onTestFinished,
): Promise<Reana> {
  const server = await startLocalReana({
    stateDirectory: await temporaryFolder({}, atEnd),
    executor: 'process',
    environment: { PATH: process.env.PATH },
    ...options,
  });
  atEnd(() => server.close());
  const client = createReanaClient({ server: server.url, token: server.token });
  atEnd(() => client.close());
  const variables = { REANA_SERVER_URL: server.url, REANA_ACCESS_TOKEN: server.token };
  return { url: server.url, token: server.token, client, variables };
}
