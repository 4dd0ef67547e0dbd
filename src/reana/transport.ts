/** One HTTP exchange with the server over kept-alive, verified connections. */
import { Readable } from 'node:stream';
import { Pool, ProxyAgent, type Dispatcher } from 'undici';

import type { Body } from './call.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, holding the token: never shown. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** Milliseconds without progress, sending or receiving. */
  readonly timeout: number;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AnswerBody;
}

/** The answer's bytes; must be read to the end or destroyed. */
export interface AnswerBody extends AsyncIterable<Uint8Array> {
  destroy(): unknown;
}

export interface Transport {
  /** Sends and gives the answer as soon as its headers are here. Throws what the connection throws. */
  send(request: WireRequest, signal: AbortSignal | undefined): Promise<WireAnswer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly origin: string;
  readonly connections: number;
  readonly certificateAuthorities: string[] | undefined;
  /** Address of an HTTP proxy to go through. */
  readonly proxy: string | undefined;
  /** Milliseconds for a connection to stand. */
  readonly connectTimeout: number;
}

export function createTransport(options: TransportOptions): Transport {
  const dispatcher = createDispatcher(options);
  return {
    async send(request, signal) {
      const { body } = request;
      const broken = new AbortController();
      try {
        const answer = await dispatcher.request({
          origin: options.origin,
          method: request.method,
          path: request.target,
          headers: {
            ...request.headers,
            ...(body === undefined
              ? {}
              : { 'content-type': body.type, 'content-length': String(body.size) }),
          },
          body: body === undefined ? null : openBody(body, request.timeout, broken),
          headersTimeout: request.timeout,
          bodyTimeout: request.timeout,
          signal: signal === undefined ? broken.signal : AbortSignal.any([signal, broken.signal]),
        });
        // A body that is given up half-way reports so to whoever reads it, which may be nobody.
        answer.body.on('error', () => undefined);
        return { status: answer.statusCode, headers: answer.headers, body: answer.body };
      } catch (error) {
        throw broken.signal.aborted ? broken.signal.reason : error;
      }
    },
    close: () => dispatcher.close(),
  };
}

function createDispatcher(options: TransportOptions): Dispatcher {
  const { certificateAuthorities: ca, proxy } = options;
  const tls = { timeout: options.connectTimeout, ...(ca === undefined ? {} : { ca }) };
  const pool = {
    connections: options.connections,
    // Longer than the pause between two polls of a run, shorter than a proxy's patience.
    keepAliveTimeout: 20_000,
  };
  return proxy === undefined
    ? new Pool(options.origin, { ...pool, connect: tls })
    : new ProxyAgent({ ...pool, uri: proxy, requestTls: tls });
}

function openBody(body: Body, timeout: number, broken: AbortController) {
  const content = body.open();
  if (content instanceof Uint8Array) return content;
  return Readable.from(watchedBody(content, timeout, broken), { objectMode: false });
}

/** Passes the chunks on, and gives the request up when they end badly or the server stops taking them. */
async function* watchedBody(
  content: AsyncIterable<Uint8Array>,
  timeout: number,
  broken: AbortController,
): AsyncGenerator<Uint8Array> {
  const timer = setTimeout(() => {
    broken.abort(new StalledError());
  }, timeout);
  try {
    for await (const chunk of content) {
      timer.refresh();
      yield chunk;
    }
  } catch (error) {
    broken.abort(error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The server took no more of a request's body for the length of the timeout. */
class StalledError extends Error {
  readonly code = 'UND_ERR_HEADERS_TIMEOUT';
}
