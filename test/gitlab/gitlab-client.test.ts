import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  createGitlabClient,
  type GitlabClient,
  type GitlabClientOptions,
} from '../../src/gitlab/gitlab-client.ts';
import {
  accessToken,
  bot,
  type GitlabServer,
  jobToken,
  person,
  startGitlabServer,
} from '../gitlab-server/gitlab-server.ts';
import { startSocksProxy } from './socks-proxy.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../reana/fixtures/${name}`, import.meta.url));
let server: GitlabServer;
let pauses: number[];

beforeEach(async () => {
  server = await startGitlabServer();
  pauses = [];
  return () => server.close();
});

function client(
  kind: 'job' | 'access' = 'access',
  options: Partial<GitlabClientOptions> = {},
): GitlabClient {
  const created = createGitlabClient({
    api: server.api,
    token: { kind, value: kind === 'job' ? jobToken : accessToken },
    delay: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    ...options,
  });
  onTestFinished(() => created.close());
  return created;
}

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('expected an error');
    },
    (error: unknown) => error as Error,
  );
}

describe('notes', () => {
  it('are read over all pages, without those of the system', async () => {
    for (let index = 0; index < 250; index += 1) {
      server.addNote('42!7', person, `note ${index}`, index % 2 === 1);
    }
    const notes = await client('job').notes(42, 7);
    expect(notes).toHaveLength(125);
    expect(notes.at(-1)?.body).toBe('note 248');
    expect(server.asked).toHaveLength(3);
  });

  it('are written, edited and deleted', async () => {
    const gitlab = client();
    const note = await gitlab.createNote(42, 7, 'first');
    await gitlab.editNote(42, 7, note.id, 'second');
    expect(server.notes.get('42!7')?.map(({ body }) => body)).toEqual(['second']);
    await gitlab.deleteNote(42, 7, note.id);
    expect(server.notes.get('42!7')).toEqual([]);
  });

  it('are not written by the token of a job', async () => {
    const error = await errorOf(client('job').createNote(42, 7, 'a'));
    expect(error).toMatchObject({ code: 'forbidden' });
  });
});

describe('the token', () => {
  it('goes in the header of its kind, and nothing in the other', async () => {
    await client('job').notes(42, 7);
    await client('access').notes(42, 7);
    const headers = server.asked.map(({ headers }) => [
      headers['job-token'],
      headers['private-token'],
    ]);
    expect(headers).toEqual([
      [jobToken, undefined],
      [undefined, accessToken],
    ]);
  });

  it('is not sent to the object store that artifacts are redirected to', async () => {
    server.artifacts.set('42 main reana results/metrics.json', '{"a":1}');
    const place = { ref: 'main', job: 'reana', path: 'results/metrics.json' };
    for (const kind of ['job', 'access'] as const) {
      expect((await client(kind).artifact(42, place))?.toString()).toBe('{"a":1}');
    }
    expect(server.storeAsked).toHaveLength(2);
    expect(inspect(server.storeAsked)).not.toMatch(/token-0123/);
  });

  it('is in no error, however it is printed', async () => {
    const gitlab = client('access', { retryBudget: 0 });
    server.trouble(/./, { status: 500 }, { status: 403 }, 'cut');
    const errors = [
      await errorOf(gitlab.notes(42, 7)),
      await errorOf(gitlab.createNote(42, 7, 'a')),
      await errorOf(gitlab.createNote(42, 7, 'a')),
    ];
    const all = inspect(errors, { depth: Infinity, showHidden: true, getters: true });
    expect(all).not.toContain(accessToken);
    expect(all).toContain('POST /api/v4/projects/42/merge_requests/7/notes');
  });
});

describe('what GitLab does not do at once', () => {
  it('is tried again after the time it asks for', async () => {
    server.trouble(/^POST/, { status: 429, headers: { 'retry-after': '7' } });
    await client().createNote(42, 7, 'a');
    expect(pauses).toEqual([7000]);
    expect(server.notes.get('42!7')).toHaveLength(1);
  });

  it('is tried again after an outage when that can do no harm', async () => {
    server.trouble(/^GET/, { status: 502 }, { status: 503 }, { status: 504 }, 'cut');
    expect(await client('job').notes(42, 7)).toEqual([]);
    expect(pauses).toHaveLength(4);
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
  });

  it('is not done twice: a note may have been written though no answer came', async () => {
    server.trouble(/^POST/, 'lost');
    const error = await errorOf(client().createNote(42, 7, 'a'));
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(server.notes.get('42!7')).toHaveLength(1);
    server.trouble(/^POST/, { status: 502 });
    await errorOf(client().createNote(42, 7, 'a'));
    expect(server.notes.get('42!7')).toHaveLength(1);
  });

  it('is tried again after a failure of the server when that can do no harm', async () => {
    const note = server.addNote('42!7', bot, 'first');
    server.trouble(/^PUT/, { status: 500 });
    await client().editNote(42, 7, note.id, 'last word');
    expect(server.notes.get('42!7')?.[0]?.body).toBe('last word');
    server.trouble(/^POST/, { status: 500 });
    await expect(client().createNote(42, 7, 'a')).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is tried again when another one is setting the status of the commit', async () => {
    server.users.set(accessToken, { ...bot, role: 'developer' });
    server.trouble(/statuses/, { status: 409 });
    const status = { state: 'running', name: 'reana', pipelineId: 9001 } as const;
    await client().setCommitStatus(42, '1'.repeat(40), status);
    expect(server.statuses).toHaveLength(1);
  });

  it('is given up when its time is over', async () => {
    server.trouble(/^GET/, { status: 429, headers: { 'retry-after': '3600' } });
    expect(await errorOf(client().notes(42, 7))).toMatchObject({ code: 'unreachable' });
    expect(pauses).toEqual([]);
  });

  it('is given up at once when the job is cancelled', async () => {
    const controller = new AbortController();
    server.before(/^GET/, () => {
      controller.abort(new Error('cancelled'));
    });
    const gitlab = client('job', { signal: controller.signal });
    await expect(gitlab.notes(42, 7)).rejects.toThrow('cancelled');
    expect(pauses).toEqual([]);
  });
});

describe('what GitLab refuses', () => {
  it.each([
    [400, 'bad-request'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [422, 'bad-request'],
  ])('is an expected error: %d', async (status, code) => {
    server.trouble(/./, { status, body: { message: { body: ['is wrong'] } } });
    const error = await errorOf(client().createNote(42, 7, 'a'));
    expect(error).toMatchObject({ code });
    expect(error.message).toBe(
      `GitLab answered ${status} to POST /api/v4/projects/42/merge_requests/7/notes: {"body":["is wrong"]}.`,
    );
  });

  it('includes an answer in another form', async () => {
    server.trouble(/./, { status: 200, body: { page: 'Please log in' } });
    expect(await errorOf(client().createNote(42, 7, 'a'))).toMatchObject({ code: 'unreachable' });
  });
});

describe('a connection that cannot come about', () => {
  it('for a certificate that is not trusted is not tried again, and says what to set', async () => {
    const tls = createTlsServer({ key: fixture('server.key'), cert: fixture('server.pem') });
    tls.listen(0, '127.0.0.1');
    await once(tls, 'listening');
    onTestFinished(() => void tls.close());
    const { port } = tls.address() as AddressInfo;
    const error = await errorOf(
      client('job', { api: `https://127.0.0.1:${port}/api/v4` }).notes(42, 7),
    );
    expect(error).toMatchObject({
      code: 'tls',
      hint: expect.stringContaining('CI_SERVER_TLS_CA_FILE'),
    });
    expect(pauses).toEqual([]);
  });

  it('to an unknown host is not tried again', async () => {
    const gitlab = client('job', { api: 'https://gitlab.invalid/api/v4' });
    expect((await errorOf(gitlab.notes(42, 7))).message).toMatch(/ENOTFOUND|EAI_AGAIN/);
    if (!(await errorOf(gitlab.notes(42, 7))).message.includes('EAI_AGAIN'))
      expect(pauses).toEqual([]);
  });

  it.each(['http', 'https'])('through a proxy that asks for a login, to %s', async (scheme) => {
    const proxy = createServer((_request, response) => response.writeHead(407).end());
    proxy.on('connect', (_request, socket) => {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const gitlab = client('job', {
      api: `${scheme}://gitlab.example.org/api/v4`,
      proxy: `http://127.0.0.1:${port}`,
    });
    const error = await errorOf(gitlab.notes(42, 7));
    expect(error).toMatchObject({ hint: expect.stringContaining('asks for a login') });
    expect(pauses).toEqual([]);
  });
});

describe('artifacts', () => {
  it('that are not there are no error', async () => {
    const place = { ref: 'feature/a', job: 'reana', path: 'results/metrics.json' };
    expect(await client('job').artifact(42, place)).toBeUndefined();
  });

  it('are found on a branch with a slash in its name', async () => {
    server.artifacts.set('42 feature/a fit [a, b] results/metrics.json', '1');
    const place = { ref: 'feature/a', job: 'fit [a, b]', path: 'results/metrics.json' };
    expect((await client('job').artifact(42, place))?.toString()).toBe('1');
  });

  it('are looked for beyond its latest pipeline, which may be one without the job', async () => {
    await client('job').artifact(42, { ref: 'main', job: 'reana', path: 'results/metrics.json' });
    expect(server.asked.at(-1)?.query).toEqual({
      job: 'reana',
      search_recent_successful_pipelines: 'true',
    });
  });
});

describe('a proxy', () => {
  it('is asked for the way to GitLab', async () => {
    const passing: string[] = [];
    // Of requests that are not encrypted, a proxy sees the whole address.
    const proxy = createServer((request, response) => {
      passing.push(request.url ?? '');
      response.writeHead(502).end();
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const gitlab = client('job', { proxy: `http://127.0.0.1:${port}`, retryBudget: 0 });
    const error = await errorOf(gitlab.notes(42, 7));
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(passing).toHaveLength(1);
    expect(passing[0]).toMatch(new URL(server.api).origin);
    expect(server.asked).toEqual([]);
  });
});

describe('a SOCKS proxy', () => {
  it.each(['socks5', 'socks5h'])('of the kind %s leads to GitLab', async (kind) => {
    const { port, targets } = await startSocksProxy(new URL(server.api));
    server.addNote('42!7', person, 'hello');
    const gitlab = client('job', {
      api: 'http://gitlab.example.org/api/v4',
      proxy: `${kind}://127.0.0.1:${port}`,
    });
    expect(await gitlab.notes(42, 7)).toHaveLength(1);
    expect(targets).toEqual(['gitlab.example.org:80']);
  });

  it('of another kind is refused in one line', () => {
    const make = () => client('job', { proxy: 'socks4://ada:secret@proxy.example.org:1080' });
    expect(make).toThrow('socks4://…@proxy.example.org:1080 is a proxy of the kind socks4.');
  });
});

describe('other calls', () => {
  it('tell whose token it is', async () => {
    expect(await client().currentUser()).toEqual({ id: bot.id, username: bot.username });
  });

  it('set a commit status in the form of the API', async () => {
    server.users.set(accessToken, { ...bot, role: 'developer' });
    await client().setCommitStatus(42, '1'.repeat(40), {
      state: 'running',
      name: 'reana',
      pipelineId: 9001,
      description: 'd'.repeat(300),
      targetUrl: `https://x/${'u'.repeat(300)}`,
    });
    expect(server.statuses).toEqual([
      {
        sha: '1'.repeat(40),
        state: 'running',
        name: 'reana',
        pipeline_id: 9001,
        description: 'd'.repeat(255),
      },
    ]);
  });

  it('upload a picture', async () => {
    const markdown = await client().uploadFile(42, 'plot.png', Buffer.alloc(1000));
    expect(markdown).toBe('![plot.png](/uploads/0a1b/plot.png)');
    expect(server.uploads).toMatchObject([{ project: '42', name: 'plot.png' }]);
  });
});
