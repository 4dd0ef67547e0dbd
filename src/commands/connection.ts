/** Which server to talk to, and as whom: options and environment become a client. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { ReanaCiError } from '../base/error.ts';
import { proxyFor, usableProxy } from '../base/proxy.ts';
import { version } from '../base/version.ts';
import { findPandaFolder } from '../hosts/panda/recognise.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import { parseServerAddress } from '../reana/server-address.ts';
import type { GlobalOptions } from './command.ts';
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
export interface Connection {
  readonly server: string;
  readonly token: string;
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
 * Reads `REANA_SERVER_URL`, `REANA_ACCESS_TOKEN` (or the file that `REANA_ACCESS_TOKEN_FILE` names) and
 * `REANA_SERVER_CA_CERTS`, and hides the token from all output.
 *
 * @throws ReanaCiError `usage` when the address or a file is wrong, `unauthorized` without a token
 */
export async function readConnection(edge: Edge, options: ConnectionOptions): Promise<Connection> {
  const server = readServer(edge, options);
  const token = await readToken(edge);
  edge.hide([token]);
  const certificates = edge.env.REANA_SERVER_CA_CERTS;
  const proxy = proxyFor(server, edge.env);
  return {
    server,
    token,
    ...(proxy === undefined ? {} : { proxy: usableProxy(proxy) }),
    ...(certificates === undefined || certificates === ''
      ? {}
      : { caCertificates: await readNamedFile(edge, 'REANA_SERVER_CA_CERTS', certificates) }),
  };
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

function readServer(edge: Edge, options: ConnectionOptions): string {
  const given = options.server ?? edge.env.REANA_SERVER_URL ?? '';
  if (given.trim() === '') {
    throw new ReanaCiError('usage', 'No REANA server is named: REANA_SERVER_URL is not set.', {
      hint:
        'Set REANA_SERVER_URL (or give --server), for example https://reana.cern.ch, or start a server ' +
        'here with "reana-ci local".',
    });
  }
  return parseServerAddress(given).shown;
}

async function readToken(edge: Edge): Promise<string> {
  const file = edge.env.REANA_ACCESS_TOKEN_FILE;
  if (file !== undefined && file !== '') {
    return (await readNamedFile(edge, 'REANA_ACCESS_TOKEN_FILE', file)).trim();
  }
  const value = edge.env.REANA_ACCESS_TOKEN?.trim() ?? '';
  if (value === '') throw await missingToken(edge);
  // A GitLab variable of the type "file" holds the path of a file in place of its value.
  if (path.isAbsolute(value) && (await isFile(value))) {
    return (await readNamedFile(edge, 'REANA_ACCESS_TOKEN', value)).trim();
  }
  return value;
}

async function missingToken(edge: Edge): Promise<ReanaCiError> {
  return new ReanaCiError('unauthorized', 'No REANA token: REANA_ACCESS_TOKEN is not set.', {
    hint: await howToGiveToken(edge),
  });
}

async function howToGiveToken(edge: Edge): Promise<string> {
  if (edge.env.GITLAB_CI !== undefined) {
    return (
      'Add REANA_ACCESS_TOKEN as a masked variable of the project (Settings, CI/CD, Variables). If it ' +
      'is there, this job cannot see it: a protected variable reaches protected branches and tags ' +
      'only, and a merge request from a fork gets none; an environment scope must match the job, too.'
    );
  }
  if ((await findPandaFolder(edge)) !== undefined) {
    return (
      "Store the token in PanDA, in interactive pbook: set_secret('REANA_ACCESS_TOKEN', '…'), and add " +
      '--useSecrets to the opt_args of the step.'
    );
  }
  return 'Copy the token from your profile page on the REANA server and export it as REANA_ACCESS_TOKEN.';
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function readNamedFile(edge: Edge, variable: string, file: string): Promise<string> {
  try {
    return await readFile(path.resolve(edge.cwd, file), 'utf8');
  } catch (error) {
    throw new ReanaCiError('usage', `The file that ${variable} names cannot be read.`, {
      hint: `Check that ${variable} holds the path of a readable file.`,
      cause: error,
    });
  }
}
