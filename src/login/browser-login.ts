/** Logging in with a browser on this machine, which the issuer sends back with a code (RFC 8252, PKCE). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ReanaCiError } from '../base/error.ts';
import { scope } from './device-login.ts';
import type { IssuerClient } from './issuer-client.ts';
import type { Issuer } from './issuer.ts';
import { loginError } from './login-error.ts';
import type { Tokens } from './tokens.ts';

const host = '127.0.0.1';
const path = '/callback';
/** Milliseconds that the user may take. */
const patience = 300_000;

export interface BrowserLoginOptions {
  /** Port of this machine that the browser comes back to; 0 takes a free one. */
  readonly port: number;
  /** Opens the address in a browser, or tells the user to. */
  readonly show: (address: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Logs in with a browser.
 *
 * @throws ReanaCiError `unauthorized` when the user or the issuer refuses, or nobody comes back in time; `usage`
 * when the port is in use
 * @throws the signal's reason
 */
export async function logInByBrowser(
  issuer: Issuer,
  { library, configuration, grant }: IssuerClient,
  subject: string,
  { port, show, signal }: BrowserLoginOptions,
): Promise<Tokens> {
  if (issuer.authorization_endpoint === undefined) {
    throw new ReanaCiError('usage', `${issuer.issuer} offers no login with a browser.`, {
      hint: 'Log in with another device: reana-ci login --headless',
    });
  }
  const verifier = library.randomPKCECodeVerifier();
  const state = library.randomState();
  const server = await listen(port);
  const redirectUri = `http://${host}:${(server.address() as AddressInfo).port}${path}`;
  const hint = 'Try again: reana-ci login';
  try {
    const address = library.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope,
      state,
      code_challenge: await library.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const coming = comeBack(server, redirectUri, state, signal);
    show(address.href);
    const back = await coming;
    if (back === undefined) {
      throw loginError('unauthorized', `${subject}: nobody came back in time.`, hint);
    }
    const { tokens, problem } = await grant(subject, hint, () =>
      library.authorizationCodeGrant(configuration, back, {
        pkceCodeVerifier: verifier,
        expectedState: state,
      }),
    );
    if (problem !== undefined) throw problem;
    return tokens;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(port, host, () => {
    resolve(undefined);
  });
  try {
    await promise;
  } catch (error) {
    throw new ReanaCiError('usage', `Port ${port} of ${host} cannot be used for the login.`, {
      hint: 'Something else listens there: end it, or log in with another device: reana-ci login --headless',
      cause: error,
    });
  }
  return server;
}

/**
 * Waits for the browser. Whoever else comes by on this machine does not know the state, and is sent away.
 *
 * @returns the address that it came back to, or `undefined` when it did not in time
 */
async function comeBack(
  server: Server,
  redirectUri: string,
  state: string,
  signal: AbortSignal,
): Promise<URL | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<URL | undefined>();
  server.on('request', (request, response) => {
    const url = URL.parse(request.url ?? '/', redirectUri);
    const query = url?.searchParams;
    const isOurs = url?.pathname === path && query?.get('state') === state;
    if (url === null || request.method !== 'GET' || !isOurs) {
      response.writeHead(404).end();
      return;
    }
    const isGood = url.searchParams.has('code');
    const text = isGood ? 'You are logged in.' : 'The login failed.';
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
    response.end(`${text} You can close this window and go back to the terminal.\n`, () => {
      resolve(url);
    });
  });
  const end = () => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', end, { once: true });
  const timer = setTimeout(() => {
    resolve(undefined);
  }, patience);
  try {
    signal.throwIfAborted();
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
