/**
 * The client's own budget of requests, kept under the server's limit.
 *
 * REANA counts requests per client address and User-Agent in a moving window (default 20, by its Helm
 * chart 40 per second). A token bucket that holds a quarter of the limit and refills with three
 * quarters of it per window never sends more than the limit in any window.
 *
 * Jobs behind one address share the limit without knowing of each other: a 429 halves the pace of the one
 * that gets it, and every second without one gives some of it back, until all of them fit.
 */
import type { Delay } from '../base/delay.ts';
import { header } from './answer.ts';
import type { WireAnswer } from './transport.ts';

export interface RateBudget {
  /** Waits until one more request may be sent. */
  take(signal?: AbortSignal): Promise<void>;
  /** Learns from an answer's `X-RateLimit-*` headers, and from a 429 whose pause `retryAfter` is known. */
  learn(answer: Pick<WireAnswer, 'status' | 'headers'>, retryAfter?: number): void;
}

/** The lowest limit a REANA server has by default. */
const cautious: RateLimit = { requests: 20, window: 1000 };
/** For a server on this machine, which serves nobody else; its headers may still say less. */
const generous: RateLimit = { requests: 2000, window: 1000 };
/** Longer pauses are the server's to demand with 429 and Retry-After. */
const longestPause = 60_000;

/** Of a client that has been refused again and again; 64 jobs of this pace fit where one fits at full pace. */
const slowestPace = 1 / 64;
/** Of the full pace, per second without a 429. */
const recovery = 0.002;

interface RateLimit {
  readonly requests: number;
  /** Milliseconds. */
  readonly window: number;
}

/**
 * @param now milliseconds of a clock that moves with `delay`
 * @param local whether the server runs on this machine
 * @param random from 0 to 1, so that jobs that were refused together do not come back together
 */
export function createRateBudget(
  delay: Delay,
  now: () => number,
  local = false,
  random: () => number = Math.random,
): RateBudget {
  let limit = local ? generous : cautious;
  let tokens = capacity(limit);
  let refilled = now();
  let pausedUntil = 0;
  let pace = 1;
  let slowedAt = 0;

  function perMillisecond(): number {
    return (limit.requests * 0.75 * pace) / limit.window;
  }

  function refill(): void {
    const time = now();
    const passed = Math.max(time - refilled, 0);
    tokens = Math.min(capacity(limit) * pace, tokens + passed * perMillisecond());
    pace = Math.min(1, pace + (passed / 1000) * recovery);
    refilled = time;
  }

  /** One refusal says nothing new when others of the same moment have been told. */
  function slowDown(): void {
    if (now() - slowedAt < limit.window && pace < 1) return;
    slowedAt = now();
    refill();
    pace = Math.max(slowestPace, pace / 2);
    tokens = Math.min(tokens, -random());
  }

  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (pausedUntil > now()) await delay(pausedUntil - now(), signal);
      refill();
      // Booked before waiting, so that those who come later wait behind.
      tokens -= 1;
      if (tokens >= 0) return;
      try {
        await delay(Math.ceil(-tokens / perMillisecond()), signal);
      } catch (error) {
        tokens += 1;
        throw error;
      }
    },
    learn(answer, retryAfter) {
      const told = readRateLimit(answer);
      if (told.limit !== undefined) {
        refill();
        limit = slower(told.limit, limit);
        tokens = Math.min(tokens, capacity(limit), told.remaining ?? Infinity);
      }
      if (answer.status === 429) slowDown();
      const pause =
        answer.status === 429
          ? (retryAfter ?? limit.window)
          : told.remaining === 0
            ? told.reset
            : 0;
      if (pause !== undefined && pause > 0) {
        pausedUntil = Math.max(pausedUntil, now() + Math.min(pause, longestPause));
      }
    },
  };
}

function capacity(limit: RateLimit): number {
  return Math.max(limit.requests / 4, 1);
}

/**
 * What the server tells is believed, but for its window only the longest seen: the reset of a moving
 * window counts from its oldest request, so that it shrinks while requests are sent.
 */
function slower(told: RateLimit, known: RateLimit): RateLimit {
  const window =
    told.requests === known.requests ? Math.max(told.window, known.window) : told.window;
  return { requests: told.requests, window };
}

interface ToldLimit {
  readonly limit?: RateLimit;
  readonly remaining?: number;
  /** Milliseconds until the window is free again, by the server's clock. */
  readonly reset?: number;
}

function readRateLimit(answer: Pick<WireAnswer, 'headers'>): ToldLimit {
  const requests = headerNumber(answer, 'x-ratelimit-limit');
  const remaining = headerNumber(answer, 'x-ratelimit-remaining');
  const reset = headerNumber(answer, 'x-ratelimit-reset');
  if (requests === undefined || requests < 1) return {};
  const date = Date.parse(header(answer, 'date') ?? '');
  const wait =
    reset === undefined || Number.isNaN(date) ? undefined : Math.max(reset * 1000 - date, 0);
  return {
    // Both clocks are cut to seconds, so that up to two may stand for one.
    limit: { requests, window: wait === undefined || wait <= 2000 ? 1000 : wait },
    ...(remaining === undefined ? {} : { remaining }),
    ...(wait === undefined ? {} : { reset: wait }),
  };
}

function headerNumber(answer: Pick<WireAnswer, 'headers'>, name: string): number | undefined {
  const text = header(answer, name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * Milliseconds that an answer asks to wait: `Retry-After` in seconds or as a date.
 *
 * @returns `undefined` when it does not ask
 */
export function readRetryAfter(answer: Pick<WireAnswer, 'headers'>): number | undefined {
  const text = header(answer, 'retry-after');
  if (text === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  return Math.max(until - (Date.parse(header(answer, 'date') ?? '') || Date.now()), 0);
}
