/**
 * A GitLab that knows what the tests need of its API, as its reference describes it: notes, the current user,
 * commit statuses, artifacts behind a redirect to an object store, uploads, pages of lists, refusals.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServerUser {
  readonly id: number;
  readonly username: string;
  /** Reporter writes notes and edits its own; developer also sets statuses; maintainer edits all notes. */
  readonly role: 'reporter' | 'developer' | 'maintainer';
}

export interface ServerNote {
  readonly id: number;
  body: string;
  readonly system: boolean;
  readonly author: { readonly id: number; readonly username: string };
  readonly created_at: string;
}

export interface Asked {
  readonly method: string;
  /** Without `/api/v4`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** An answer in place of the server's own: `lost` does the work and breaks the connection then. */
export type Trouble =
  | 'lost'
  | 'cut'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };

export interface GitlabServer {
  /** `http://127.0.0.1:…/api/v4`. */
  readonly api: string;
  /** Every request, in order. */
  readonly asked: Asked[];
  /** What the object store was asked, which must never see a token. */
  readonly storeAsked: Asked[];
  /** By `project!iid`, the oldest first. */
  readonly notes: Map<string, ServerNote[]>;
  readonly statuses: Readonly<Record<string, unknown>>[];
  /** By `project ref job path`. */
  readonly artifacts: Map<string, string>;
  readonly uploads: { readonly project: string; readonly name: string; readonly size: number }[];
  /** Access tokens, and one token of a job that only reads. */
  readonly users: Map<string, ServerUser>;
  /** Writes a note as somebody. */
  addNote(place: string, author: ServerUser, body: string, system?: boolean): ServerNote;
  /** The next requests of `METHOD /path` (a regular expression) meet trouble, one each. */
  trouble(route: RegExp, ...troubles: readonly Trouble[]): void;
  /** Called when a request has come in, before it is answered. */
  before(route: RegExp, action: () => Promise<void> | void): void;
  close(): Promise<void>;
}

export const jobToken = 'job-token-0123456789';
export const accessToken = 'access-token-0123456789';
export const bot: ServerUser = { id: 500, username: 'project_42_bot_0a1b', role: 'reporter' };
export const person: ServerUser = { id: 7, username: 'ada', role: 'developer' };

export async function startGitlabServer(): Promise<GitlabServer> {
  const asked: Asked[] = [];
  const storeAsked: Asked[] = [];
  const notes = new Map<string, ServerNote[]>();
  const statuses: Readonly<Record<string, unknown>>[] = [];
  const artifacts = new Map<string, string>();
  const uploads: { project: string; name: string; size: number }[] = [];
  const users = new Map<string, ServerUser>([[accessToken, bot]]);
  const troubles: { readonly route: RegExp; readonly trouble: Trouble }[] = [];
  const actions: { readonly route: RegExp; readonly action: () => Promise<void> | void }[] = [];
  let lastId = 1000;

  const store = createServer((message, response) => {
    void receive(message, '').then((call) => {
      storeAsked.push(call);
      // An object store refuses a request that is signed twice.
      const isSigned = call.headers['private-token'] ?? call.headers['job-token'];
      if (isSigned !== undefined) reply(response, 400, {});
      else response.end(artifacts.get(call.query.key ?? '') ?? '');
    });
  });
  const storeUrl = await listen(store);

  const server = createServer((message, response) => {
    void receive(message, '/api/v4').then(async (call) => {
      asked.push(call);
      const line = `${call.method} ${call.path}`;
      for (const { route, action } of actions) if (route.test(line)) await action();
      const index = troubles.findIndex(({ route }) => route.test(line));
      const trouble = index === -1 ? undefined : troubles.splice(index, 1)[0]?.trouble;
      if (typeof trouble === 'object') {
        reply(response, trouble.status, trouble.body ?? {}, trouble.headers);
        return;
      }
      const answer = trouble === 'cut' ? notFound : answerTo(call);
      if (trouble === undefined) reply(response, answer.status, answer.body, answer.headers);
      else message.socket.destroy();
    });
  });
  const url = await listen(server);

  function answerTo(call: Asked): Answer {
    const { method, path } = call;
    const given = call.headers['private-token'];
    const user = users.get(typeof given === 'string' ? given : '');
    const isJob = call.headers['job-token'] === jobToken;
    if (user === undefined && !isJob) return { status: 401, body: { message: '401 Unauthorized' } };
    const [, project = '', rest = ''] = /^\/projects\/(\d+)\/(.*)$/.exec(path) ?? [];
    const note = /^merge_requests\/(\d+)\/notes(?:\/(\d+))?$/.exec(rest);
    if (path === '/user' && user !== undefined) return { status: 200, body: user };
    if (note !== null) {
      return noteCall(call, `${project}!${note[1] ?? ''}`, Number(note[2] ?? 0), user);
    }
    if (method === 'POST' && rest.startsWith('statuses/')) {
      if (user === undefined || user.role === 'reporter') return forbidden;
      statuses.push({ sha: rest.slice('statuses/'.length), ...jsonOf(call) });
      return { status: 201, body: {} };
    }
    const artifact = /^jobs\/artifacts\/([^/]+)\/raw\/(.+)$/.exec(rest);
    if (method === 'GET' && artifact !== null) {
      const [, ref = '', file = ''] = artifact;
      const key = [project, decodeURIComponent(ref), call.query.job, file].join(' ');
      if (!artifacts.has(key)) return notFound;
      const location = `${storeUrl}/object?key=${encodeURIComponent(key)}`;
      return { status: 302, body: '', headers: { location } };
    }
    if (method === 'POST' && rest === 'uploads' && user !== undefined) {
      const name = /filename="([^"]+)"/.exec(call.body.toString('latin1'))?.[1] ?? '';
      uploads.push({ project, name, size: call.body.length });
      return { status: 201, body: { markdown: `![${name}](/uploads/0a1b/${name})` } };
    }
    return notFound;
  }

  function noteCall(call: Asked, place: string, id: number, user: ServerUser | undefined): Answer {
    const list = notes.get(place) ?? [];
    if (call.method === 'GET' && id === 0) return pageOf(call, list);
    const known = list.find((candidate) => candidate.id === id);
    if (call.method === 'GET') return known === undefined ? notFound : { status: 200, body: known };
    // "Job tokens only support read operations" on notes.
    if (user === undefined) return forbidden;
    const { body } = jsonOf(call);
    if (call.method !== 'DELETE' && (typeof body !== 'string' || body.length > 1_000_000)) {
      return { status: 400, body: { message: 'body is too long' } };
    }
    if (call.method === 'POST') return { status: 201, body: add(place, user, String(body), false) };
    const note = list.find((candidate) => candidate.id === id);
    if (note === undefined) return notFound;
    if (note.author.id !== user.id && user.role !== 'maintainer') return forbidden;
    if (call.method === 'DELETE') {
      notes.set(
        place,
        list.filter((other) => other !== note),
      );
      return { status: 204, body: '' };
    }
    note.body = String(body);
    return { status: 200, body: note };
  }

  function pageOf(call: Asked, list: readonly ServerNote[]): Answer {
    const size = Math.min(Number(call.query.per_page ?? 20), 100);
    const page = Number(call.query.page ?? 1);
    const sorted = call.query.sort === 'asc' ? list : [...list].reverse();
    const shown = sorted.slice((page - 1) * size, page * size);
    const hasNext = page * size < list.length;
    const query = new URLSearchParams({ ...call.query, page: String(page + 1) }).toString();
    const link = hasNext ? { link: `<${url}/api/v4${call.path}?${query}>; rel="next"` } : {};
    const next = hasNext ? String(page + 1) : '';
    return { status: 200, body: shown, headers: { ...link, 'x-next-page': next } };
  }

  function add(place: string, { id, username }: ServerUser, body: string, system: boolean) {
    lastId += 1;
    const created_at = new Date(Date.UTC(2026, 0, 1) + lastId * 1000).toISOString();
    const note: ServerNote = { id: lastId, body, system, author: { id, username }, created_at };
    notes.set(place, [...(notes.get(place) ?? []), note]);
    return note;
  }

  return {
    api: `${url}/api/v4`,
    asked,
    storeAsked,
    notes,
    statuses,
    artifacts,
    uploads,
    users,
    addNote: (place, author, body, system = false) => add(place, author, body, system),
    trouble(route, ...next) {
      troubles.push(...next.map((trouble) => ({ route, trouble })));
    },
    before(route, action) {
      actions.push({ route, action });
    },
    async close() {
      for (const one of [server, store]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

const forbidden: Answer = { status: 403, body: { message: '403 Forbidden' } };
const notFound: Answer = { status: 404, body: { message: '404 Not found' } };

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function receive(message: IncomingMessage, prefix: string): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? '', 'http://server');
  return {
    method: message.method ?? '',
    path: url.pathname.slice(prefix.length),
    query: Object.fromEntries(url.searchParams),
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

function jsonOf(call: Asked): Readonly<Record<string, unknown>> {
  return call.body.length === 0
    ? {}
    : (JSON.parse(call.body.toString()) as Readonly<Record<string, unknown>>);
}

function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = body === '' ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}
