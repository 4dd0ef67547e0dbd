/** The check who may ask: the holder of the token, or of one that the login accepts, from this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { RestError } from '../rest-error.ts';
import { queryValue } from './request.ts';
import { owner, type ServerContext } from './server-context.ts';

/**
 * The user's token as clients of a generation expect it: opaque, or in the form of a JWT. Nobody but this
 * server reads it, so it is not signed; what makes it valid is the secret at its end.
 *
 * @param secret URL-safe text
 */
export function userToken(secret: string, bearer: boolean): string {
  if (!bearer) return secret;
  const header = { alg: 'none', typ: 'JWT' };
  const claims = { iss: 'reana-ci', sub: owner.id, email: owner.email };
  return [...[header, claims].map(encodePart), secret].join('.');
}

/**
 * Servers that know Bearer tokens take no others, and the others know none.
 *
 * @throws RestError 401 without a token, 403 (or 401 for a Bearer token) with a wrong one
 */
export async function authenticate(
  request: FastifyRequest,
  { token, generation, acceptBearer }: Pick<ServerContext, 'token' | 'generation' | 'acceptBearer'>,
): Promise<void> {
  const { bearer } = generation;
  const given = bearer ? bearerToken(request) : queryValue(request, 'access_token');
  if (given === undefined) throw new RestError(401, 'User not signed in');
  if (isSame(given, token) || (bearer && (await acceptBearer?.(given)) === true)) return;
  throw new RestError(bearer ? 401 : 403, 'Token not valid.');
}

/**
 * Refuses requests that a web page made through a name of its own that points to this machine.
 *
 * @throws RestError 403
 */
export function checkHost(request: FastifyRequest): void {
  if (/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(request.headers.host ?? '')) return;
  throw new RestError(403, 'The embedded REANA only answers to 127.0.0.1 and localhost.');
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Compares digests, so that the time taken tells nothing about the token. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
