/** One request to GitLab and its answer: bounded, redirected with care, repeated where that is safe. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delay } from '../base/delay.ts';
import { type Dispatcher, request } from 'undici';
import { connectionError, isPermanent, refusalError } from './gitlab-error.ts';

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly content: Uint8Array };
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly content: Buffer;
}

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  /** Names of the headers that say who asks; they go to GitLab only. */
  readonly credentials: readonly string[];
  /** Milliseconds that repetitions may take together. */
  readonly retryBudget: number;
  readonly delay: Delay;
  readonly signal: AbortSignal;
}

/** Bytes of an answer; what is read here is text and small files. */
const largestAnswer = 32 * 1024 * 1024;
const mostRedirects = 3;
const firstPause = 500;
const longestPause = 20_000;
/** Milliseconds for one answer. */
const patience = 30_000;

/**
 * Sends and gives the answer of a request that GitLab has accepted.
 *
 * Any request is sent again when GitLab says that it did not take it (429, 503 with a time to wait, a status that
 * another one locks) or no connection came about; one that changes nothing when done twice also after 500, 502, 503,
 * 504 and a connection that broke. What cannot get better is not repeated: an unknown host, a certificate that is
 * not trusted, a proxy that asks for a login.
 *
 * @throws ReanaCiError what GitLab refuses, `unreachable`; it holds method, path and GitLab's words only
 * @throws the signal's reason
 */
export async function exchange(call: Exchange, options: ExchangeOptions): Promise<Answer> {
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    options.signal.throwIfAborted();
    const outcome = await tryOnce(call, options);
    if ('answer' in outcome && outcome.answer.status < 300) return outcome.answer;
    const error =
      'answer' in outcome
        ? refusalError(call.method, call.url, outcome.answer)
        : connectionError(call.method, call.url, outcome.failure);
    const pause = pauseAfter(call, outcome, attempt);
    if (pause === undefined || waited + pause > options.retryBudget) throw error;
    waited += pause;
    await options.delay(pause, options.signal);
  }
}

type Outcome = { readonly answer: Answer } | { readonly failure: unknown };

async function tryOnce(call: Exchange, options: ExchangeOptions): Promise<Outcome> {
  try {
    return { answer: await followed(call, options) };
  } catch (failure) {
    options.signal.throwIfAborted();
    return { failure };
  }
}

/** Artifacts lie in an object store, which has to be asked without the token. */
async function followed(call: Exchange, options: ExchangeOptions): Promise<Answer> {
  let next = call;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await send(next, options);
    const location = answer.headers.location;
    const isRedirect = [301, 302, 303, 307, 308].includes(answer.status);
    if (!isRedirect || location === undefined || call.method !== 'GET') return answer;
    if (redirects === mostRedirects) throw new Error('too many redirects');
    next = redirected(next, location, options.credentials);
  }
}

function redirected(call: Exchange, location: string, credentials: readonly string[]): Exchange {
  const url = new URL(location, call.url);
  const isDowngrade = call.url.protocol === 'https:' && url.protocol !== 'https:';
  if (isDowngrade || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error('a redirect away from https');
  }
  if (url.origin === call.url.origin) return { ...call, url };
  const headers = Object.entries(call.headers).filter(
    ([name]) => !credentials.includes(name.toLowerCase()),
  );
  return { ...call, url, headers: Object.fromEntries(headers) };
}

async function send(call: Exchange, options: ExchangeOptions): Promise<Answer> {
  const late = new AbortController();
  const signal = AbortSignal.any([options.signal, late.signal]);
  const timer = new AbortController();
  void sleep(patience, undefined, { signal: timer.signal, ref: false }).then(
    () => {
      late.abort(new Error('no answer within 30 s'));
    },
    () => undefined,
  );
  try {
    const { body: content } = call;
    const answer = await request(call.url, {
      method: call.method,
      headers: {
        ...call.headers,
        ...(content === undefined ? {} : { 'content-type': content.type }),
      },
      body: content?.content ?? null,
      dispatcher: options.dispatcher,
      signal,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largestAnswer) throw new Error('an answer of more than 32 MiB');
      chunks.push(chunk);
    }
    return {
      status: answer.statusCode,
      headers: plainHeaders(answer.headers),
      content: Buffer.concat(chunks),
    };
  } finally {
    timer.abort();
  }
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Milliseconds until the next try, or `undefined` when there is none. */
function pauseAfter(call: Exchange, outcome: Outcome, attempt: number): number | undefined {
  const isRepeatable = call.method !== 'POST' && call.method !== 'PATCH';
  const backOff = Math.min(firstPause * 2 ** attempt, longestPause) * (0.5 + Math.random() / 2);
  if ('failure' in outcome) {
    if (isPermanent(outcome.failure)) return undefined;
    return isRepeatable || wasNeverSent(outcome.failure) ? backOff : undefined;
  }
  const { status, headers } = outcome.answer;
  const wanted = readRetryAfter(headers['retry-after']);
  const isLocked = status === 409 && call.url.pathname.includes('/statuses/');
  const wasNotTaken = status === 429 || (status === 503 && wanted !== undefined) || isLocked;
  if (wasNotTaken || (isRepeatable && [500, 502, 503, 504].includes(status))) {
    return Math.max(backOff, wanted ?? 0);
  }
  return undefined;
}

function wasNeverSent(failure: unknown): boolean {
  const code: unknown = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  return ['ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(String(code));
}

/** Milliseconds; the header holds seconds or a date. */
function readRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(milliseconds, 0) : undefined;
}
