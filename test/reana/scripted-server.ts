/** A small server that answers as a test tells it to, and remembers what it was asked. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { inspect } from 'node:util';

import type { Delay } from '../../src/base/delay.ts';
import type { Log } from '../../src/base/log.ts';
import { createReanaClient, type ReanaClientOptions } from '../../src/reana/reana-client.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What to answer; `cut` ends the connection without an answer, `silence` never answers. */
export type Reply =
  | 'cut'
  | 'silence'
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly body?: string | Buffer;
      /** A body of JSON that is made as it is sent. */
      readonly stream?: () => AsyncIterable<Buffer>;
      readonly headers?: Readonly<Record<string, string>>;
      /** Ends the connection in the middle of the body. */
      readonly cut?: boolean;
    };

export type Replier = Reply | ((request: Received) => Reply);

export interface ScriptedServer {
  readonly url: string;
  readonly requests: Received[];
  /** Answers requests for `GET /api/ping` with the replies in turn, the last one for ever. */
  on(route: string, ...replies: readonly Replier[]): void;
  /** The requests of a route so far. */
  asked(route: string): Received[];
  /** How many connections were made. */
  connections(): number;
  close(): Promise<void>;
}

export async function startScriptedServer(tls?: {
  readonly key: Buffer;
  readonly cert: Buffer;
}): Promise<ScriptedServer> {
  const routes = new Map<string, Replier[]>();
  const requests: Received[] = [];
  const listener: RequestListener = (message, response) => {
    void receive(message).then((request) => {
      requests.push(request);
      const replies = routes.get(`${request.method} ${request.path}`) ?? [];
      const replier = replies.length > 1 ? replies.shift() : replies[0];
      const reply: Reply = (typeof replier === 'function' ? replier(request) : replier) ?? {
        status: 404,
        json: { message: 'nothing is scripted here' },
      };
      if (reply === 'silence') return;
      if (reply === 'cut') {
        message.socket.destroy();
        return;
      }
      if (reply.stream !== undefined) {
        response.writeHead(200, { 'content-type': 'application/json' });
        pipeline(reply.stream, response).catch(() => message.socket.destroy());
        return;
      }
      const body = reply.body ?? JSON.stringify(reply.json ?? {});
      response.writeHead(reply.status ?? 200, {
        'content-type': reply.body === undefined ? 'application/json' : 'text/html',
        ...reply.headers,
      });
      // Chunked, as REANA's proxy sends everything.
      response.write(body);
      if (reply.cut === true) setImmediate(() => message.socket.destroy());
      else response.end();
    }, ignore);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    on: (route, ...replies) => routes.set(route, [...replies]),
    asked: (route) => requests.filter(({ method, path }) => `${method} ${path}` === route),
    connections: () => connections,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const token = 'very-secret-token-1234';

/** A client whose pauses take no time but are remembered, and what it logged. */
export function testClient(server: string, options: Partial<ReanaClientOptions> = {}) {
  const pauses: number[] = [];
  const lines: string[] = [];
  const pause: Delay = (milliseconds, signal) => {
    signal?.throwIfAborted();
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  const note = (line: string) => lines.push(line);
  const log: Log = { info: note, warn: note, debug: note };
  const client = createReanaClient({ server, token, delay: pause, log, ...options });
  return { client, pauses, lines };
}

/** The error that `promise` ends with; a promise that succeeds fails the test. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error');
}

/** Everything that can be seen of a value by printing it. */
export function everythingOf(value: unknown): string {
  return inspect(value, { depth: Infinity, showHidden: true, getters: true });
}

/** The fields of a form that the client sent, read by another implementation than the client's. */
export async function formOf(request: Received | undefined): Promise<FormData> {
  const response = new Response(new Uint8Array(request?.body ?? Buffer.alloc(0)), {
    headers: { 'content-type': request?.headers['content-type'] ?? '' },
  });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- advice for servers; this is a small test
  return await response.formData();
}

async function receive(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? '', 'http://server');
  return {
    method: message.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

function ignore(): void {
  // The client went away in the middle of its request.
}
