/** The token in a request: in the URL for today's servers, as a Bearer header for the next ones. */
import { ReanaCiError } from '../base/error.ts';

export interface Authorization {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const hint = 'Set REANA_ACCESS_TOKEN to the token that the profile page of the REANA server shows.';

/**
 * Chooses the header for a JWT (OpenID Connect servers take nothing else) and the query parameter for
 * an opaque token (released servers take nothing else).
 *
 * @throws ReanaCiError `unauthorized` when the token is empty, `usage` when it cannot be one
 */
export function createAuthorization(token: string): Authorization {
  const trimmed = token.trim();
  if (trimmed === '') {
    throw new ReanaCiError('unauthorized', 'No REANA access token is given.', { hint });
  }
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new ReanaCiError(
      'usage',
      'The REANA access token contains spaces or invalid characters.',
      {
        hint,
      },
    );
  }
  return isJwt(trimmed)
    ? { query: {}, headers: { authorization: `Bearer ${trimmed}` } }
    : { query: { access_token: trimmed }, headers: {} };
}

/** Three base64url parts, the first of which begins like a JSON object. */
export function isJwt(token: string): boolean {
  return /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(token);
}
