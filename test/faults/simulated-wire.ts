/** The way from a client to the simulated REANA, with what goes wrong on it. */
import type { Transport, WireAnswer, WireRequest } from '../../src/reana/transport.ts';
import type { Fault } from './faults.ts';
import type { Asked, Reply, SimulatedReana } from './simulated-reana.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** Where in its life a run stands when a request is sent. */
export type Boundary =
  | 'ping'
  | 'user'
  | 'info'
  | 'list runs'
  | 'create'
  | 'store secrets'
  | 'list secrets'
  | 'upload'
  | 'list files'
  | 'start'
  | 'look'
  | 'logs'
  | 'download'
  | 'stop'
  | 'delete'
  | 'delete secrets';

export interface Wire {
  readonly transport: Transport;
  /** Ends everything that is under way as a killed process would: nobody hears of it any more. */
  kill(): void;
}

/** Decides what becomes of a request. */
export type Director = (boundary: Boundary, wire: { kill(): void }) => Fault | 'dead' | undefined;

const never = new Promise<never>(() => undefined);
const travel = 20;

export function createWire(reana: SimulatedReana, time: SimulatedTime, direct: Director): Wire {
  let isDead = false;
  const wire: Wire = {
    kill() {
      isDead = true;
    },
    transport: { send: (request, signal) => send(request, signal), close: () => Promise.resolve() },
  };

  async function send(request: WireRequest, signal: AbortSignal | undefined): Promise<WireAnswer> {
    const asked = await read(request);
    const fault = isDead ? 'dead' : direct(boundaryOf(asked), wire);
    if (fault === 'dead') return never;
    await time.delay(travel, signal);
    let reply: Reply = { status: 200, type: '', body: Buffer.alloc(0) };
    for (let times = 0; times < (fault?.done ?? 1); times += 1) {
      const half = Math.floor(asked.body.length / 2);
      const isUpload = asked.method === 'POST' && asked.path.endsWith('/workspace');
      const cut = fault?.cutsBody === true && isUpload;
      reply = await reana.handle(cut ? { ...asked, body: asked.body.subarray(0, half) } : asked);
    }
    // A kill that comes with the answer: REANA has done it, and nobody knows.
    if (isDead) return never;
    return await give(request, reply, fault, signal);
  }

  async function give(
    request: WireRequest,
    reply: Reply,
    fault: Fault | undefined,
    signal: AbortSignal | undefined,
  ): Promise<WireAnswer> {
    const kind = fault?.answer ?? { kind: 'own' };
    if (kind.kind === 'error') throw failure(kind.code);
    if (kind.kind === 'silence') {
      await time.delay(request.timeout, signal);
      throw failure('UND_ERR_HEADERS_TIMEOUT');
    }
    if (kind.kind === 'other') return answer(kind.reply, whole(kind.reply.body));
    if (kind.kind === 'half') return answer(reply, half(reply.body, kind.breaks));
    if (kind.kind === 'drip') return answer(reply, drip(reply.body));
    if (fault?.cutsBody === true && reply.type === 'application/octet-stream') {
      return answer(reply, half(reply.body, false));
    }
    return answer(reply, whole(reply.body));
  }

  async function* drip(body: Buffer): AsyncGenerator<Uint8Array> {
    for (const byte of body) {
      await time.delay(20_000);
      yield Buffer.from([byte]);
    }
  }

  return wire;
}

async function* whole(body: Buffer): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  if (body.length > 0) yield body;
}

async function* half(body: Buffer, breaks: boolean): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield body.subarray(0, Math.floor(body.length / 2));
  if (breaks) throw failure('UND_ERR_SOCKET');
}

function answer(reply: Reply, content: AsyncGenerator<Uint8Array>): WireAnswer {
  return {
    status: reply.status,
    headers: {
      'content-type': reply.type,
      ...(reply.status === 429 ? { 'retry-after': '1' } : {}),
    },
    body: { [Symbol.asyncIterator]: () => content, destroy: () => undefined },
  };
}

async function read({ method, target, body }: WireRequest): Promise<Asked> {
  const url = new URL(target, 'http://reana');
  const chunks: Uint8Array[] = [];
  const content = body?.open();
  if (content instanceof Uint8Array) chunks.push(content);
  else if (content !== undefined) for await (const chunk of content) chunks.push(chunk);
  return { method, path: url.pathname, query: url.searchParams, body: Buffer.concat(chunks) };
}

export function boundaryOf({ method, path, query }: Omit<Asked, 'body'>): Boundary {
  const [, , first, id, what, ...rest] = path.split('/');
  if (first === 'ping') return 'ping';
  if (first === 'you') return 'user';
  if (first === 'info') return 'info';
  if (first === 'secrets') {
    if (method === 'GET') return 'list secrets';
    return method === 'DELETE' ? 'delete secrets' : 'store secrets';
  }
  if (id === undefined) {
    if (method === 'POST') return 'create';
    return query.get('include_progress') === null || query.get('size') !== '1'
      ? 'list runs'
      : 'look';
  }
  if (what === 'start') return 'start';
  if (what === 'status' && method === 'GET') return 'look';
  if (what === 'status') return query.get('status') === 'stop' ? 'stop' : 'delete';
  if (what === 'logs') return 'logs';
  if (method === 'POST') return 'upload';
  return rest.length === 0 ? 'list files' : 'download';
}

function failure(code: string): Error {
  return Object.assign(new Error('broken'), { code });
}
