/** Tokens that an issuer gives. */
import { isJsonObject } from '../base/json.ts';

export interface Tokens {
  readonly accessToken?: string;
  /** Seconds that the access token lives from now on. */
  readonly expiresIn?: number;
  readonly refreshToken?: string;
  readonly refreshExpiresIn?: number;
}

/**
 * Picks what is usable out of the answer of a token endpoint.
 *
 * @param now milliseconds since the epoch
 */
export function readTokens(answer: unknown, now: number): Tokens {
  if (!isJsonObject(answer)) return {};
  const { access_token: accessToken, refresh_token: refreshToken } = answer;
  const expiresIn = seconds(answer.expires_in) ?? secondsLeft(accessToken, now);
  const refreshExpiresIn = seconds(answer.refresh_expires_in);
  return {
    ...(isText(accessToken) ? { accessToken } : {}),
    ...(expiresIn === undefined ? {} : { expiresIn }),
    ...(isText(refreshToken) ? { refreshToken } : {}),
    ...(refreshExpiresIn === undefined ? {} : { refreshExpiresIn }),
  };
}

export interface Claims {
  readonly issuer?: string;
  /** Milliseconds since the epoch. */
  readonly end?: number;
}

/** What a token says of itself, unchecked; nothing for one that is no JWT. */
export function readClaims(token: string): Claims {
  const [, body = '', signature] = token.split('.');
  if (signature === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    if (!isJsonObject(claims)) return {};
    return {
      ...(typeof claims.iss === 'string' ? { issuer: claims.iss } : {}),
      ...(typeof claims.exp === 'number' ? { end: claims.exp * 1000 } : {}),
    };
  } catch {
    return {};
  }
}

function secondsLeft(token: unknown, now: number): number | undefined {
  const end = isText(token) ? readClaims(token).end : undefined;
  return end === undefined ? undefined : Math.max(0, Math.floor((end - now) / 1000));
}

/** Some issuers write numbers as text. */
function seconds(value: unknown): number | undefined {
  const number = isText(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && Number.isFinite(number) ? number : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
