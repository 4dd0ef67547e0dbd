/** Which server to talk to, and as whom: options and environment become a client. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { ReanaCiError } from '../base/error.ts';
import { proxyFor, usableProxy } from '../base/proxy.ts';
import { version } from '../base/version.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import { parseServerAddress } from '../reana/server-address.ts';
import type { GlobalOptions } from './command.ts';
import { type Credentials, hasOwnToken, readCredentials } from './credentials.ts';
import type { Edge } from './edge.ts';
import { createTerminalLog } from './terminal-log.ts';

/** What the command line says about the server; the token has no option, as others see the process list. */
export interface ConnectionOptions {
  /** `--server`, in place of `REANA_SERVER_URL`. */
  readonly server?: string;
}

/** Milliseconds to try to reach the server: somebody waits for the answer. */
const retryBudget = 20_000;

/** Where the server is and how to get in. */
export interface Connection extends Credentials {
  readonly server: string;
  /** Certificate authorities to trust besides the system's, PEM. */
  readonly caCertificates?: string;
  /** Address of the HTTP proxy that leads there. */
  readonly proxy?: string;
}

/** Adds the options of {@link ConnectionOptions} to a command. */
export function addConnectionOptions(command: Command): Command {
  return command.option('--server <url>', 'address of the REANA server (REANA_SERVER_URL)');
}

/**
 * Reads `REANA_SERVER_URL` and `REANA_SERVER_CA_CERTS`, and finds the token as {@link readCredentials} says.
 *
 * @param hide masks tokens wherever text leaves the program, those that come later, too
 * @throws ReanaCiError `usage` when the address or a file is wrong, `unauthorized` without a token
 */
export async function readConnection(
  edge: Edge,
  options: ConnectionOptions,
  hide: (secrets: Iterable<string>) => void = edge.hide,
): Promise<Connection> {
  const server = await readServer(edge, options);
  const caCertificates = await readAuthorities(edge);
  const credentials = await readCredentials(edge, server, caCertificates, hide);
  const proxy = proxyFor(server, edge.env);
  return {
    server,
    ...credentials,
    ...(proxy === undefined ? {} : { proxy: usableProxy(proxy) }),
    ...(caCertificates === undefined ? {} : { caCertificates }),
  };
}

/**
 * The server of `--server` or `REANA_SERVER_URL`; without both, the one that the user has logged in to last.
 *
 * @throws ReanaCiError `usage` when none is named
 */
export async function readServer(edge: Edge, options: ConnectionOptions): Promise<string> {
  const server = await findServer(edge, options);
  if (server === undefined) {
    throw new ReanaCiError('usage', 'No REANA server is named: REANA_SERVER_URL is not set.', {
      hint:
        'Set REANA_SERVER_URL (or give --server), for example https://reana.cern.ch, or start a server ' +
        'here with "reana-ci local".',
    });
  }
  return parseServerAddress(server).shown;
}

/** Like {@link readServer}, as it was given; `undefined` when none is. */
export async function findServer(
  edge: Edge,
  options: ConnectionOptions,
): Promise<string | undefined> {
  const given = options.server ?? edge.env.REANA_SERVER_URL ?? '';
  if (given.trim() !== '') return given;
  // A token that stands alone belongs to a server that we do not know.
  if (hasOwnToken(edge)) return undefined;
  const { openLoginStore } = await import('./login/store.ts');
  return openLoginStore(edge).activeServer();
}

/** Reads the file that `REANA_SERVER_CA_CERTS` names, PEM. */
export async function readAuthorities(edge: Edge): Promise<string | undefined> {
  const file = edge.env.REANA_SERVER_CA_CERTS;
  if (file === undefined || file === '') return undefined;
  try {
    return await readFile(path.resolve(edge.cwd, file), 'utf8');
  } catch (error) {
    throw new ReanaCiError('usage', 'The file that REANA_SERVER_CA_CERTS names cannot be read.', {
      hint: 'Check that REANA_SERVER_CA_CERTS holds the path of a readable file.',
      cause: error,
    });
  }
}

/**
 * Hands a client for the server that options and environment name to `task`, and ends its connections
 * afterwards, however the task went.
 *
 * @throws what {@link readConnection} and `task` throw
 */
export async function withClient<T>(
  edge: Edge,
  options: ConnectionOptions & GlobalOptions,
  task: (client: ReanaClient) => Promise<T>,
): Promise<T> {
  const connection = await readConnection(edge, options);
  const { createReanaClient } = await import('../reana/reana-client.ts');
  const client = createReanaClient({
    ...connection,
    userAgent: `reana-ci/${version}`,
    retryBudget,
    log: createTerminalLog(edge, options.verbose),
  });
  try {
    return await task(client);
  } finally {
    await client.close();
  }
}
