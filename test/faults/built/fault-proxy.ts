/** A proxy in front of a REANA server that does to each request what its director says. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as sendRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults.ts';
import { type Boundary, boundaryOf } from '../simulated-wire.ts';

export interface FaultProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** How many requests have come, by kind. */
  readonly counts: ReadonlyMap<Boundary, number>;
  close(): Promise<void>;
}

export interface Director {
  /** What becomes of the request that is the `nth` of its kind, counted from 0. */
  fault(boundary: Boundary, nth: number): Fault | undefined;
  /** Called before REANA gets a request, and after it has answered; the request waits. */
  passing?(boundary: Boundary, nth: number, when: 'before' | 'after'): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Milliseconds that nobody is there after a refused connection. */
const absence = 700;
/** Milliseconds between two bytes. */
const dripPause = 20_000;

/** @param target address of the server */
export async function startFaultProxy(target: string, director: Director): Promise<FaultProxy> {
  const counts = new Map<Boundary, number>();
  let port = 0;
  let server = await listen();
  let isClosed = false;
  const returns: Promise<void>[] = [];

  async function listen(): Promise<Server> {
    const created = createServer((request, response) => {
      handle(request, response).catch(() => response.destroy());
    });
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    created.once('error', reject);
    created.listen(port, '127.0.0.1', () => {
      resolve(undefined);
    });
    await promise;
    ({ port } = created.address() as AddressInfo);
    return created;
  }

  /** Nobody listens for a while: connections are refused by the system itself. */
  function leave(): void {
    const left = server;
    left.close();
    left.closeAllConnections();
    const comeBack = async () => {
      await sleep(absence);
      if (!isClosed) server = await listen();
    };
    returns.push(comeBack());
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', target);
    const boundary = boundaryOf({
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
    });
    const nth = counts.get(boundary) ?? 0;
    counts.set(boundary, nth + 1);
    const fault = director.fault(boundary, nth);
    if (fault?.name === 'refuse') {
      leave();
      return;
    }
    if (fault?.name === 'reset inside') {
      request.once('data', () => request.socket.resetAndDestroy());
      request.once('end', () => request.socket.resetAndDestroy());
      return;
    }
    const body = await read(request);
    await director.passing?.(boundary, nth, 'before');
    let answer: Answer | undefined;
    for (let times = 0; times < (fault?.done ?? 1); times += 1) {
      answer = await forward(request, url, cutBody(fault, boundary, body));
    }
    await director.passing?.(boundary, nth, 'after');
    await reply(response, answer, fault);
  }

  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    counts,
    async close() {
      isClosed = true;
      await Promise.all(returns);
      server.close();
      server.closeAllConnections();
    },
  };
}

function forward({ method, headers }: IncomingMessage, url: URL, body: Buffer): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { 'transfer-encoding': _chunked, connection: _connection, ...kept } = headers;
  const hasBody = body.length > 0 || headers['content-length'] !== undefined;
  const sent = sendRequest(
    url,
    {
      method,
      headers: { ...kept, ...(hasBody ? { 'content-length': body.length } : {}) },
      agent: false,
    },
    (response) => {
      read(response).then((content) => {
        resolve({ status: response.statusCode ?? 502, headers: response.headers, body: content });
      }, reject);
    },
  );
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

/** An upload that a proxy has cut, and passed on as if it were whole. */
function cutBody(fault: Fault | undefined, boundary: Boundary, body: Buffer): Buffer {
  if (fault?.cutsBody !== true || boundary !== 'upload') return body;
  return body.subarray(0, Math.floor(body.length / 2));
}

async function reply(
  response: ServerResponse,
  answer: Answer | undefined,
  fault: Fault | undefined,
): Promise<void> {
  const kind = fault?.answer ?? { kind: 'own' };
  if (kind.kind === 'error') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (kind.kind === 'silence') return;
  if (kind.kind === 'other') {
    const { status, type, body } = kind.reply;
    const pace = status === 429 ? { 'retry-after': '1' } : {};
    response.writeHead(status, { 'content-type': type, 'content-length': body.length, ...pace });
    response.end(body);
    return;
  }
  if (answer === undefined) throw new Error('nothing to answer with');
  const { 'transfer-encoding': _chunked, connection: _connection, ...headers } = answer.headers;
  const isShort = (kind.kind === 'half' && !kind.breaks) || isCutFile(fault, answer);
  const half = answer.body.subarray(0, Math.floor(answer.body.length / 2));
  const body = isShort ? half : answer.body;
  response.writeHead(answer.status, { ...headers, 'content-length': body.length });
  if (kind.kind === 'half' && kind.breaks) {
    response.write(half, () => response.socket?.destroy());
    return;
  }
  if (kind.kind !== 'drip') {
    response.end(body);
    return;
  }
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Buffer.from([byte]));
    await sleep(dripPause, undefined, { ref: false });
  }
  response.end();
}

function isCutFile(fault: Fault | undefined, { headers }: Answer): boolean {
  const type = headers['content-type'] ?? '';
  return fault?.cutsBody === true && !type.startsWith('application/json');
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
