/** Tokens for a GitLab job: its ID token as it is, or what the issuer of REANA's logins gives for it. */
import { formatDuration } from '../base/format.ts';
import type { TokenSource } from '../reana/token-source.ts';
import { createIssuerClient, type LoginTools } from './issuer-client.ts';
import { discoverIssuer, type Issuer } from './issuer.ts';
import { IssuerRefusal, loginError } from './login-error.ts';
import { leeway } from './login-entry.ts';
import { readClaims } from './tokens.ts';

/** The ways in which an issuer takes the token of another one, RFC 7523 and RFC 8693. */
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const docs = 'See "Log in with the identity of the job" in docs/login.md.';

/**
 * A token that lives as long as the job may take, and cannot be renewed in it.
 *
 * @param now milliseconds since the epoch
 */
export function createJobTokens(token: string, now: () => number): TokenSource {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- throws as the others do
    async current() {
      checkAlive(token, now());
      return token;
    },
    replace: () => Promise.resolve(undefined),
    advice: `The server does not take ID tokens of GitLab, or of this project. ${docs}`,
  };
}

/** Hands the ID token of a job in for tokens of REANA's issuer, again whenever one ends. */
export function createExchangedTokens(
  server: string,
  idToken: string,
  tools: LoginTools,
): TokenSource {
  const { fetch, now } = tools;
  let issuer: Issuer | undefined;
  let held: { readonly token: string; readonly until: number } | undefined;
  let exchange: Promise<string> | undefined;

  async function exchangeOnce(): Promise<string> {
    checkAlive(idToken, now());
    issuer ??= await discoverIssuer(server, fetch);
    const { library, grant } = await createIssuerClient(issuer, tools);
    const { type, parameters } = grantOf(issuer, idToken);
    const subject = `Could not log in to ${server} with the ID token of this job`;
    const { tokens, problem } = await grant(subject, docs, (configuration) =>
      library.genericGrantRequest(configuration, type, parameters),
    ).catch((error: unknown) => {
      // It may have ended on the way.
      if (error instanceof IssuerRefusal) checkAlive(idToken, now());
      throw error;
    });
    if (problem !== undefined) throw problem;
    const { accessToken: token = '', expiresIn } = tokens;
    const life = (expiresIn ?? Infinity) * 1000;
    held = { token, until: now() + life - Math.min(leeway, life / 2) };
    return token;
  }

  const exchanged = () => (exchange ??= exchangeOnce().finally(() => (exchange = undefined)));
  return {
    current: () =>
      held !== undefined && now() < held.until ? Promise.resolve(held.token) : exchanged(),
    async replace(refused) {
      if (held !== undefined && held.token !== refused) return held.token;
      const other = await exchanged();
      return other === refused ? undefined : other;
    },
    advice: `The server does not take what its issuer gives for the ID token of this job. ${docs}`,
  };
}

function grantOf(
  { issuer, clientId, grant_types_supported: supported = [] }: Issuer,
  idToken: string,
): { type: string; parameters: Record<string, string> } {
  if (supported.includes(jwtBearer)) {
    return { type: jwtBearer, parameters: { assertion: idToken, scope: 'openid' } };
  }
  if (supported.includes(tokenExchange)) {
    return {
      type: tokenExchange,
      parameters: {
        subject_token: idToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        subject_issuer: readClaims(idToken).issuer ?? '',
        requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: clientId,
        scope: 'openid',
      },
    };
  }
  throw loginError(
    'unauthorized',
    `${issuer}, which issues the logins of this server, takes no tokens of other issuers.`,
    'Remove REANA_ID_TOKEN from the job, and give it a token in REANA_ACCESS_TOKEN.',
  );
}

/** A retried job gets a token of its own, so another try helps. */
function checkAlive(token: string, now: number): void {
  const { end = Infinity } = readClaims(token);
  if (now < end) return;
  throw loginError(
    'login-expired',
    `The ID token of this job ended ${formatDuration(now - end)} ago, and GitLab gives a job no other one.`,
    'Try the job again: it takes its run up where it is. An ID token lives as long as the timeout of its job allows.',
  );
}
