/** REANA's limit on requests per second, for trying out how a client keeps to it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RestError } from '../rest-error.ts';

const windowMilliseconds = 1000;

/**
 * Makes a check that lets `limit` requests pass per second, User-Agent and address (a moving window).
 *
 * @returns sets the headers of every answer; throws RestError 429 for a request too many
 */
export function createRateLimit(
  limit: number,
): (request: FastifyRequest, reply: FastifyReply) => void {
  const seen = new Map<string, number[]>();
  return (request, reply) => {
    const now = Date.now();
    const key = `${request.headers['user-agent'] ?? ''} ${request.ip}`;
    const recent = (seen.get(key) ?? []).filter((time) => time > now - windowMilliseconds);
    const allowed = recent.length < limit;
    if (allowed) recent.push(now);
    seen.set(key, recent);
    const reset = (recent[0] ?? now) + windowMilliseconds;
    reply.headers({
      'X-RateLimit-Limit': limit,
      'X-RateLimit-Remaining': limit - recent.length,
      'X-RateLimit-Reset': Math.ceil(reset / 1000),
      'Retry-After': Math.max(1, Math.ceil((reset - now) / 1000)),
    });
    if (allowed) return;
    throw new RestError(
      429,
      `Too many requests in a given amount of time. Only "${limit} per 1 second" allowed.`,
    );
  };
}
