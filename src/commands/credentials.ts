/** Who we are to the server: a token of the environment, an identity of the job, or a login of the user. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../base/error.ts';
import { findPandaFolder } from '../hosts/panda/recognise.ts';
import type { TokenSource } from '../reana/token-source.ts';
import type { Edge } from './edge.ts';

export interface Credentials {
  /** The token that is known now; empty when the first request is to find one. */
  readonly token: string;
  /** Where the token of each request comes from, when it is not always the same. */
  readonly tokens?: TokenSource;
}

/** Whether the environment says by which token we are known. */
export function hasOwnToken({ env }: Edge): boolean {
  return [env.REANA_ACCESS_TOKEN_FILE, env.REANA_ACCESS_TOKEN, env.REANA_ID_TOKEN].some(
    (value) => (value ?? '').trim() !== '',
  );
}

/**
 * Takes the first of: the file that `REANA_ACCESS_TOKEN_FILE` names, `REANA_ACCESS_TOKEN` (a token, or the path of
 * a file), `REANA_ID_TOKEN` (exchanged at the issuer of the server's logins), and the login of the user.
 *
 * @param caCertificates authorities to trust besides the system's, PEM
 * @param hide masks tokens wherever text leaves the program, those that come later, too
 * @throws ReanaCiError `usage` when a file is wrong, `unauthorized` when no token is found
 */
export async function readCredentials(
  edge: Edge,
  server: string,
  caCertificates: string | undefined,
  hide: (secrets: Iterable<string>) => void,
): Promise<Credentials> {
  const file = edge.env.REANA_ACCESS_TOKEN_FILE;
  if (file !== undefined && file !== '')
    return fromFile(edge, file, 'REANA_ACCESS_TOKEN_FILE', hide);
  const value = edge.env.REANA_ACCESS_TOKEN?.trim() ?? '';
  // A GitLab variable of the type "file" holds the path of a file in place of its value.
  if (path.isAbsolute(value) && (await isFile(value))) {
    return fromFile(edge, value, 'REANA_ACCESS_TOKEN', hide);
  }
  if (value !== '') {
    hide([value]);
    return { token: value, ...(await ofJob(edge, value)) };
  }
  const { createLoginTools, openLoginStore } = await import('./login/store.ts');
  const tools = () => createLoginTools(edge, caCertificates, hide);
  const idToken = edge.env.REANA_ID_TOKEN?.trim() ?? '';
  if (idToken !== '') {
    hide([idToken]);
    const { createExchangedTokens } = await import('../login/job-tokens.ts');
    return { token: '', tokens: createExchangedTokens(server, idToken, tools()) };
  }
  const store = openLoginStore(edge);
  const { access_token: token, refresh_token: refreshToken } = await store.read(server);
  if (token === undefined && refreshToken == null) throw await missingToken(edge, server);
  const { createStoredTokens } = await import('../login/stored-tokens.ts');
  hide([token, refreshToken].filter((secret) => secret != null));
  return { token: token ?? '', tokens: createStoredTokens(server, store, tools()) };
}

async function fromFile(
  edge: Edge,
  file: string,
  variable: string,
  hide: (secrets: Iterable<string>) => void,
): Promise<Credentials> {
  const { openFileTokens } = await import('../login/file-tokens.ts');
  const tokens = await openFileTokens(path.resolve(edge.cwd, file), variable, hide);
  return { token: tokens.latest, tokens };
}

/** An ID token of GitLab ends with its job, which a new try of the job mends. */
async function ofJob({ env }: Edge, token: string): Promise<Pick<Credentials, 'tokens'>> {
  if (env.GITLAB_CI === undefined || !token.startsWith('eyJ')) return {};
  const { readClaims } = await import('../login/tokens.ts');
  if (readClaims(token).issuer !== env.CI_SERVER_URL) return {};
  const { createJobTokens } = await import('../login/job-tokens.ts');
  return { tokens: createJobTokens(token, () => Date.now()) };
}

async function missingToken(edge: Edge, server: string): Promise<ReanaCiError> {
  return new ReanaCiError('unauthorized', 'No REANA token: REANA_ACCESS_TOKEN is not set.', {
    hint: await howToGiveToken(edge, server),
  });
}

async function howToGiveToken(edge: Edge, server: string): Promise<string> {
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
  return (
    'Copy the token from your profile page on the REANA server and export it as REANA_ACCESS_TOKEN; ' +
    `or, where the server offers it, log in: reana-ci login --server ${server}`
  );
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
