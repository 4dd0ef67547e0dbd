/**
 * A GitLab that knows what the tests need of its API, by the rules of its reference and its source: notes, the
 * current user, commit statuses, names of pipelines, deployments, artifacts behind a redirect to an object store,
 * uploads, pages of lists, refusals.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findLeaks } from '../canaries.ts';
import {
  type Answer,
  type Asked,
  forbidden,
  notFound,
  type ServerUser,
  unauthorized,
} from './answer.ts';
import {
  createDeploymentBook,
  type ServerDeployment,
  type ServerEnvironment,
} from './deployments.ts';
import { mayJobToken } from './job-token.ts';
import { createNoteBook, type ServerNote } from './notes.ts';
import { createPipelineBook, type ServerPipeline } from './pipelines.ts';

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
  /** A merge request's pipeline of the sample job is among them. */
  readonly pipelines: ServerPipeline[];
  /** Branches that only maintainers may push to. */
  readonly protectedRefs: Set<string>;
  readonly statuses: Readonly<Record<string, unknown>>[];
  readonly environments: ServerEnvironment[];
  readonly deployments: ServerDeployment[];
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
  const artifacts = new Map<string, string>();
  const uploads: { project: string; name: string; size: number }[] = [];
  const users = new Map<string, ServerUser>([[accessToken, bot]]);
  const troubles: { readonly route: RegExp; readonly trouble: Trouble }[] = [];
  const actions: { readonly route: RegExp; readonly action: () => Promise<void> | void }[] = [];
  const { notes, add, answer: answerNotes } = createNoteBook(() => url);
  const { pipelines, statuses, protectedRefs, setStatus, rename } = createPipelineBook();
  pipelines.push({ id: 9001, sha: '1'.repeat(40), ref: 'refs/merge-requests/7/head' });
  const { environments, deployments, answer: answerDeployments } = createDeploymentBook(() => url);

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
    if (user === undefined && !isJob) return unauthorized;
    const [, project = '', rest = ''] = /^\/projects\/(\d+)\/(.*)$/.exec(path) ?? [];
    const note = /^merge_requests\/(\d+)\/notes(?:\/(\d+))?$/.exec(rest);
    if (user === undefined && !mayJobToken(`${method} ${path}`)) {
      // "Job tokens only support read operations" on notes.
      return note === null ? unauthorized : forbidden;
    }
    if (path === '/user' && user !== undefined) return { status: 200, body: user };
    if (note !== null) {
      return answerNotes(call, `${project}!${note[1] ?? ''}`, Number(note[2] ?? 0), user);
    }
    if (method === 'POST' && rest.startsWith('statuses/')) {
      return setStatus(call, rest.slice('statuses/'.length), user);
    }
    const metadata = /^pipelines\/(\d+)\/metadata$/.exec(rest);
    if (method === 'PUT' && metadata !== null) return rename(call, Number(metadata[1]));
    if (/^(?:deployments|environments)(?:\/|$)/.test(rest)) return answerDeployments(call, rest);
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

  return {
    api: `${url}/api/v4`,
    asked,
    storeAsked,
    notes,
    pipelines,
    protectedRefs,
    statuses,
    environments,
    deployments,
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
    /** Fails when a token stood anywhere but in a header. */
    async close() {
      const secrets = {
        ...Object.fromEntries([...users.keys(), jobToken].map((one) => [one, one])),
      };
      const leaks = asked.flatMap(({ path, body }) =>
        findLeaks(path + body.toString(), secrets, path),
      );
      if (leaks.length > 0) throw new Error(`GitLab was sent tokens: ${JSON.stringify(leaks)}`);
      for (const one of [server, store]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}

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
