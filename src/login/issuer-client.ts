/** Requests to an issuer; the protocol itself is the business of `openid-client`. */
import type * as Library from 'openid-client';
import type { Configuration, TokenEndpointResponse } from 'openid-client';
import type { CallError } from '../reana/call-error.ts';
import type { Fetch, FetchInit } from './fetch.ts';
import type { Issuer } from './issuer.ts';
import { fromLibrary } from './login-error.ts';
import { readTokens, type Tokens } from './tokens.ts';

export interface LoginTools {
  readonly fetch: Fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Masks these values from now on, wherever text leaves the program. */
  readonly hide: (secrets: Iterable<string>) => void;
}

export interface Grant {
  readonly tokens: Tokens;
  /**
   * Why the answer cannot be used as it is. It is told beside what it brought: an issuer may have taken the old
   * refresh token back for the new one in it.
   */
  readonly problem?: CallError;
}

export interface IssuerClient {
  readonly library: typeof Library;
  readonly configuration: Configuration;
  /**
   * Asks for tokens.
   *
   * @param subject what cannot be done otherwise: `Could not log in to …`
   * @param hint what the user can do when the issuer refuses
   * @throws ReanaCiError when there was no answer, or a refusal ({@link IssuerRefusal})
   */
  readonly grant: (
    subject: string,
    hint: string,
    ask: (configuration: Configuration) => Promise<TokenEndpointResponse>,
  ) => Promise<Grant>;
  /** Asks for something else; failures are those of {@link IssuerClient.grant}. */
  readonly ask: <T>(
    subject: string,
    hint: string,
    question: (configuration: Configuration) => Promise<T>,
  ) => Promise<T>;
}

/** Seconds that the clocks of issuer and machine may differ by. */
const clockTolerance = 300;
/** Those that an issuer may sign ID tokens with, where reana-client's file does not tell which. */
const usualAlgorithms = ['RS', 'PS', 'ES']
  .flatMap((family) => ['256', '384', '512'].map((size) => family + size))
  .concat('EdDSA', 'Ed25519');

export async function createIssuerClient(
  issuer: Issuer,
  { fetch, now, hide }: LoginTools,
): Promise<IssuerClient> {
  // eslint-disable-next-line no-restricted-syntax -- a module of its own, no CommonJS
  const library = await import('openid-client');
  const { clientId, loopbackPort: _, grant_types_supported: grants, ...rest } = issuer;
  const { id_token_signing_alg_values_supported: algorithms, ...endpoints } = rest;
  const configuration = new library.Configuration(
    {
      ...endpoints,
      ...(grants && { grant_types_supported: [...grants] }),
      id_token_signing_alg_values_supported: [...(algorithms ?? usualAlgorithms)],
    },
    clientId,
    {
      [library.clockTolerance]: clockTolerance,
      [library.clockSkew]: Math.round((now() - Date.now()) / 1000),
    },
    library.None(),
  );
  /** The latest answer of the token endpoint, also when the library finds fault with it. */
  let seen: Tokens = {};
  configuration[library.customFetch] = async (url, init) => {
    const answer = await fetch(url, init as FetchInit);
    if (url === issuer.token_endpoint && answer.ok) seen = await peek(answer, now());
    hide([seen.accessToken, seen.refreshToken].filter((token) => token !== undefined));
    return answer;
  };

  async function ask<T>(
    subject: string,
    hint: string,
    question: (configuration: Configuration) => Promise<T>,
  ): Promise<T> {
    try {
      return await question(configuration);
    } catch (error) {
      throw fromLibrary(error, subject, issuer.issuer, hint);
    }
  }

  return {
    library,
    configuration,
    ask,
    async grant(subject, hint, question) {
      seen = {};
      try {
        return { tokens: readTokens(await ask(subject, hint, question), now()) };
      } catch (error) {
        const { refreshToken } = seen;
        if (refreshToken === undefined) throw error;
        return { tokens: { refreshToken }, problem: error as CallError };
      }
    },
  };
}

async function peek(answer: Response, now: number): Promise<Tokens> {
  try {
    return readTokens(await answer.clone().json(), now);
  } catch {
    return {};
  }
}
