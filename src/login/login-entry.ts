/** Stored form of a login: the words of reana-client's file. */
import type { Issuer } from './issuer.ts';
import type { Tokens } from './tokens.ts';

export interface LoginEntry {
  readonly issuer?: string;
  readonly client_id?: string;
  readonly token_endpoint?: string;
  readonly authorization_endpoint?: string | null;
  readonly device_authorization_endpoint?: string | null;
  readonly revocation_endpoint?: string | null;
  readonly access_token?: string | undefined;
  /** ISO 8601. */
  readonly access_token_expires_at?: string | null | undefined;
  readonly refresh_token?: string | null | undefined;
  readonly refresh_token_expires_at?: string | null | undefined;
  /** Counts the changes of an entry. */
  readonly credential_epoch?: number;
}

/** Fields that a logout removes. */
export const tokenFields = [
  'access_token',
  'access_token_expires_at',
  'refresh_token',
  'refresh_token_expires_at',
] as const;

/** Milliseconds before its end at which a token counts as over, as in reana-client. */
export const leeway = 60_000;

/** The fields that `tokens` set; without an access token, what can be used to get one. */
export function entryFields(issuer: Issuer, tokens: Tokens, now: number): LoginEntry {
  const fields: LoginEntry = {
    issuer: issuer.issuer,
    client_id: issuer.clientId,
    token_endpoint: issuer.token_endpoint,
    authorization_endpoint: issuer.authorization_endpoint ?? null,
    device_authorization_endpoint: issuer.device_authorization_endpoint ?? null,
    revocation_endpoint: issuer.revocation_endpoint ?? null,
    refresh_token: tokens.refreshToken ?? null,
  };
  if (tokens.accessToken === undefined) return fields;
  return {
    ...fields,
    access_token: tokens.accessToken,
    access_token_expires_at: instantAfter(now, tokens.expiresIn),
    refresh_token_expires_at: instantAfter(now, tokens.refreshExpiresIn),
  };
}

/** The fields of somebody who is logged out. */
export const loggedOut: LoginEntry = Object.fromEntries(
  tokenFields.map((name) => [name, undefined]),
);

/** Milliseconds since the epoch at which the access token ends; infinite when that is not known. */
export function endOfAccess(entry: LoginEntry): number {
  const end = Date.parse(entry.access_token_expires_at ?? '');
  return Number.isNaN(end) ? Infinity : end;
}

function instantAfter(now: number, seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(now + seconds * 1000).toISOString();
}
