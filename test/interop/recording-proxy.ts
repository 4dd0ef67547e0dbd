/** A proxy that passes every byte on as it comes, and holds both sides to an API description. */
import { createServer, request as sendRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { ApiDescription, Exchange } from './openapi.ts';

export interface RecordingProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** In the order in which they ended. */
  readonly exchanges: readonly Exchange[];
  /** Operations that were called, each once, sorted. */
  operations(): string[];
  /** What the client did wrong so far. */
  requestProblems(): string[];
  /** What the server did wrong so far. */
  responseProblems(): string[];
  readonly close: () => Promise<void>;
}

/** Larger bodies are files; they are passed on without being kept. */
const longestKept = 4 * 2 ** 20;

/**
 * Starts a proxy in front of a server.
 *
 * @param target address of the server
 */
export async function startRecordingProxy(
  target: string,
  description: ApiDescription,
): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    forward(incoming).catch(() => {
      outgoing.destroy();
    });

    async function forward(request: IncomingMessage): Promise<void> {
      const url = request.url ?? '/';
      const upstream = sendRequest(new URL(url, target), {
        method: request.method,
        headers: request.headers,
      });
      // Asked for at once: a server may answer before it has read the whole request.
      const answered = answerOf(upstream);
      const requestBody = keepCopy();
      const sent = pipeline(request, requestBody.through, upstream);
      const response = await answered;
      outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
      const responseBody = keepCopy(async () => {
        await sent.catch(() => undefined);
        exchanges.push({
          method: request.method ?? 'GET',
          url,
          requestHeaders: request.headers,
          requestBody: requestBody.content(),
          status: response.statusCode ?? 0,
          responseHeaders: response.headers,
          responseBody: responseBody.content(),
        });
      });
      await pipeline(response, responseBody.through, outgoing);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    operations: () =>
      [
        ...new Set(
          exchanges.map(({ method, url }) => description.operationOf(method, url) ?? 'unknown'),
        ),
      ].sort(),
    requestProblems: () => [
      ...new Set(exchanges.flatMap((exchange) => description.requestProblems(exchange))),
    ],
    responseProblems: () => [
      ...new Set(exchanges.flatMap((exchange) => description.responseProblems(exchange))),
    ],
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function answerOf(upstream: ReturnType<typeof sendRequest>): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  upstream.on('response', resolve).on('error', reject);
  return promise;
}

/**
 * Copies what flows through, up to a bound; `content` is undefined beyond it.
 *
 * @param beforeEnd runs when all has passed but the reader does not know yet that it was all
 */
function keepCopy(beforeEnd: () => Promise<void> = () => Promise.resolve()): {
  through: Transform;
  content: () => Buffer | undefined;
} {
  const chunks: Buffer[] = [];
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, passOn) {
      size += chunk.length;
      if (size <= longestKept) chunks.push(chunk);
      else chunks.length = 0;
      passOn(null, chunk);
    },
    flush(end) {
      beforeEnd().then(() => {
        end();
      }, end);
    },
  });
  return { through, content: () => (size <= longestKept ? Buffer.concat(chunks) : undefined) };
}
