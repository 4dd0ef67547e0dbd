/** REANA's limit on requests per second. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RestError } from '../rest-error.ts';

const windowMilliseconds = 1000;

/**
 * Makes a check that lets `limit` requests pass per second, User-Agent and address (a moving window).
 *
 * @param mayRetryAtOnce whether the wait is rounded down, to 0 seconds, as newer servers do
 * @returns sets the headers of every answer; throws RestError 429 for a request too many
 */
export function createRateLimit(
  limit: number,
  mayRetryAtOnce: boolean,
): (request: FastifyRequest, reply: FastifyReply) => void {
  const seen = new Map<string, number[]>();
  return (request, reply) => {
    const now = Date.now();
    const key = `${request.headers['user-agent'] ?? ''} ${request.ip}`;
    const recent = (seen.get(key) ?? []).filter((time) => time > now - windowMilliseconds);
    const allowed = recent.length < limit;
    if (allowed) recent.push(now);
    // Clients that have gone are forgotten.
    if (seen.size > 1000) seen.clear();
    seen.set(key, recent);
    const reset = (recent[0] ?? now) + windowMilliseconds;
    const wait = (reset - now) / 1000;
    reply.headers({
      'X-RateLimit-Limit': limit,
      'X-RateLimit-Remaining': limit - recent.length,
      'X-RateLimit-Reset': Math.ceil(reset / 1000),
      'Retry-After': mayRetryAtOnce ? Math.floor(wait) : Math.max(1, Math.ceil(wait)),
    });
    if (allowed) return;
    throw new RestError(
      429,
      `Too many requests in a given amount of time. Only "${limit} per 1 second" allowed.`,
    );
  };
}
