/** A server with REANA's answers about one run, for the commands that only look or ask. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export const runId = '0190c6a0-0000-4000-8000-000000000003';
export const token = 'token-of-the-stub';

export interface ReanaStub {
  /** Environment that leads a command to this server. */
  readonly env: Readonly<Record<string, string>>;
  /** `PUT /api/workflows/…/status?status=stop`, without the token. */
  readonly requests: readonly string[];
}

const files: Readonly<Record<string, string>> = {
  'reana.yaml': 'version: 0.9.0\n',
  'limit_stage/output.json': '{"exp": 0.89}\n',
  'limit_stage/limit.txt': 'Median: 0.89\n',
};

const specification = {
  outputs: { files: ['reana.yaml'], directories: ['limit_stage', 'plots'] },
};

const logs = {
  workflow_logs: 'two jobs submitted\n',
  job_logs: {
    a: { job_name: 'rucio_download', status: 'finished', logs: 'downloaded\n' },
    b: { job_name: 'limit_stage', status: 'failed', logs: 'no convergence' },
  },
};

/** @param status of the one run, `analysis.3` */
export async function startReanaStub(status = 'running'): Promise<ReanaStub> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stub');
    const given = url.searchParams.get('access_token');
    url.searchParams.delete('access_token');
    requests.push(`${request.method ?? ''} ${url.pathname}${url.search}`);
    if (url.pathname !== '/api/ping' && given !== token) {
      reply(response, 403, { message: 'Token not valid.' });
      return;
    }
    const asked = request.headers['content-length'] === undefined ? undefined : await json(request);
    const [code, body] = route(request.method ?? '', url, asked, status);
    reply(response, code, body);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    env: { REANA_SERVER_URL: `http://127.0.0.1:${port}`, REANA_ACCESS_TOKEN: token },
    requests,
  };
}

function route(method: string, url: URL, asked: unknown, status: string): [number, unknown] {
  const path = decodeURIComponent(url.pathname.replace('/api/', ''));
  const prefix = `workflows/${runId}`;
  if (path === 'ping') return [200, { message: 'OK', status: '200' }];
  if (path === 'you') return [200, user()];
  if (path === 'workflows') return [200, runs(url.searchParams, status)];
  if (path === `${prefix}/status` && method === 'PUT') {
    return [200, { message: 'Workflow successfully stopped', status: 'stopped' }];
  }
  if (path === `${prefix}/logs`) return [200, { logs: JSON.stringify(onlySteps(asked)) }];
  if (path === `${prefix}/specification`) return [200, { specification, parameters: {} }];
  if (path === `${prefix}/workspace`) return [200, listing()];
  const file = files[path.replace(`${prefix}/workspace/`, '')];
  return file === undefined ? [404, { message: `${path} does not exist.` }] : [200, file];
}

function reply(response: ServerResponse, code: number, body: unknown): void {
  const isFile = typeof body === 'string';
  response.writeHead(code, {
    'content-type': isFile ? 'application/octet-stream' : 'application/json',
    ...(isFile ? { 'content-disposition': 'attachment' } : {}),
  });
  response.end(isFile ? body : JSON.stringify(body));
}

function user(): unknown {
  return {
    email: 'ada@example.org',
    reana_server_version: '0.9.4',
    reana_token: { value: token, status: 'active' },
    quota: {
      cpu: { usage: { raw: 7_500_000, human_readable: '' } },
      disk: {
        usage: { raw: 1536, human_readable: '' },
        limit: { raw: 2 * 1024 ** 3, human_readable: '' },
        health: 'healthy',
      },
    },
  };
}

function runs(query: URLSearchParams, status: string): unknown {
  const name = query.get('workflow_id_or_name');
  const search = query.get('search');
  const known =
    (name === null || name === runId || name === 'analysis') &&
    (search === null || 'analysis'.includes((JSON.parse(search) as { name: [string] }).name[0]));
  const run = {
    id: runId,
    name: 'analysis.3',
    status,
    created: '2026-01-31T12:00:00',
    user: 'ada',
    progress: {
      run_started_at: '2026-01-31T12:01:00',
      run_finished_at: status === 'finished' ? '2026-01-31T14:08:00' : null,
      run_stopped_at: null,
      total: { total: 2, job_ids: [] },
      running: { total: 1, job_ids: ['b'] },
      finished: { total: 1, job_ids: ['a'] },
      failed: { total: 0, job_ids: [] },
      current_step_name: 'limit_stage',
      current_command: 'fit',
    },
  };
  const items = known ? [run] : [];
  return { items, total: items.length, page: 1, has_next: false, has_prev: false };
}

function onlySteps(asked: unknown): unknown {
  if (!Array.isArray(asked)) return logs;
  const jobs = Object.entries(logs.job_logs).filter(([, job]) => asked.includes(job.job_name));
  return { workflow_logs: null, job_logs: Object.fromEntries(jobs) };
}

function listing(): unknown {
  const items = Object.entries(files).map(([name, content]) => ({
    name,
    size: { raw: content.length, human_readable: '' },
    'last-modified': '2026-01-31T12:00:00',
  }));
  return { items, total: items.length, page: 1, has_next: false, has_prev: false };
}
