/**
 * A REANA in memory, as one process and one clock see it: its answers have the words and shapes of the real
 * one, and what a run computes depends on the files and secrets that it finds when it begins.
 */
import { createHash } from 'node:crypto';
import type { RunStatus } from '../../src/reana/types.ts';

export interface SimulatedRun {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly files: Map<string, Buffer>;
  status: RunStatus;
  /** What has changed the status, in order: `start`, `stop`, `delete`. */
  readonly orders: string[];
}

export interface Course {
  /** Milliseconds in the queue, and from the beginning to the end. */
  readonly queue: number;
  readonly run: number;
  readonly end: 'finished' | 'failed';
}

export interface SimulatedReana {
  readonly runs: SimulatedRun[];
  readonly secrets: Map<string, { readonly type: string; readonly value: string }>;
  /** Times at which two runs of one name were alive. */
  readonly doubled: string[];
  handle(request: Asked): Promise<Reply>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

const alive: readonly RunStatus[] = ['queued', 'pending', 'running'];

/** The output of a run that found these inputs and secrets. */
export function outputOf(
  inputs: ReadonlyMap<string, Buffer>,
  secrets: ReadonlyMap<string, { readonly value: string }>,
): Buffer {
  const hash = createHash('sha256');
  for (const [name, content] of [...inputs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!name.startsWith('.reana-ci/')) hash.update(`${name}\n`).update(content);
  }
  hash.update(secrets.get('TOKEN')?.value ?? 'no secret');
  return Buffer.from(`{"limit": "${hash.digest('hex')}"}`);
}

export function createSimulatedReana(
  after: (milliseconds: number, action: () => void) => void,
  course: Course,
): SimulatedReana {
  const runs: SimulatedRun[] = [];
  const secrets: SimulatedReana['secrets'] = new Map();
  const doubled: string[] = [];

  function launch(run: SimulatedRun): void {
    run.status = 'queued';
    run.orders.push('start');
    const others = runs.filter((other) => other.name === run.name && alive.includes(other.status));
    if (others.length > 1) doubled.push(others.map(({ id }) => id).join(' '));
    after(course.queue, () => {
      if (run.status !== 'queued') return;
      run.status = 'running';
      const output = outputOf(run.files, secrets);
      after(course.run, () => {
        if (run.status !== 'running') return;
        if (course.end === 'finished') run.files.set('limits/limits.json', output);
        run.status = course.end;
      });
    });
  }

  function create(query: URLSearchParams): Reply {
    const name = query.get('workflow_name') ?? '';
    const number = runs.filter((run) => run.name === name).length + 1;
    const id = `00000000-0000-4000-8000-${String(runs.length + 1).padStart(12, '0')}`;
    runs.push({ id, name, number, files: new Map(), status: 'created', orders: [] });
    const message = 'Workflow workspace created';
    return json(201, { message, workflow_id: id, workflow_name: `${name}.${number}` });
  }

  function list(query: URLSearchParams): Reply {
    const wanted = query.get('workflow_id_or_name');
    const statuses = query.get('status')?.split(',');
    const found = runs
      .filter((run) => wanted === null || run.id === wanted || run.name === wanted)
      .filter((run) => statuses === undefined || statuses.includes(run.status))
      .reverse();
    const size = Number(query.get('size') ?? 1e9);
    const items = found.slice(0, size).map((run) => ({
      id: run.id,
      name: `${run.name}.${run.number}`,
      status: run.status,
      created: '2026-01-31T12:00:00',
      progress: progressOf(run),
    }));
    return json(200, { items, total: found.length, page: 1, has_next: found.length > size });
  }

  function setStatus(run: SimulatedRun, wanted: string): Reply {
    if (wanted === 'stop') {
      if (run.status !== 'running') return refusal(409, `Workflow ${run.id} is not running.`);
      run.status = 'stopped';
      run.orders.push('stop');
      return json(200, changed(run, 'Workflow successfully stopped'));
    }
    if (run.status === 'running') {
      return refusal(500, `Workflow ${run.name} cannot be deleted as it is currently running.`);
    }
    if (run.status !== 'deleted') run.orders.push(`delete ${run.status}`);
    run.status = 'deleted';
    run.files.clear();
    return json(200, changed(run, 'Workflow successfully deleted.'));
  }

  function ofRun(run: SimulatedRun, rest: readonly string[], asked: Asked): Reply {
    const { method, query, body } = asked;
    const [what, ...path] = rest;
    switch (`${method} ${what ?? ''}`) {
      case 'POST start':
        if (run.status !== 'created') {
          return refusal(
            403,
            `Workflow ${run.name} is already ${run.status} and cannot be started again.`,
          );
        }
        launch(run);
        return json(200, { ...changed(run, 'Workflow submitted.'), run_number: `${run.number}` });
      case 'PUT status':
        return setStatus(run, query.get('status') ?? '');
      case 'GET logs':
        return json(200, { logs: JSON.stringify(logsOf(run)), workflow_id: run.id });
      case 'POST workspace': {
        if (run.status === 'deleted') return refusal(500, '[Errno 2] No such file or directory');
        const name = query.get('file_name') ?? '';
        run.files.set(name, body);
        return json(200, { message: `${name} has been successfully uploaded.` });
      }
      case 'GET workspace': {
        if (path.length === 0) return listing(run, query);
        const content = run.files.get(path.join('/'));
        if (content === undefined) return refusal(404, `${path.join('/')} does not exist.`);
        return { status: 200, type: 'application/octet-stream', body: content };
      }
      default:
        return refusal(404, 'Not found');
    }
  }

  function secretsAnswer({ method, body }: Asked): Reply {
    if (method === 'GET') {
      return json(
        200,
        [...secrets].map(([name, { type }]) => ({ name, type })),
      );
    }
    const given: unknown = JSON.parse(body.toString());
    if (method === 'DELETE') {
      const names = given as string[];
      const missing = names.filter((name) => !secrets.has(name));
      if (missing.length > 0) return json(404, missing);
      for (const name of names) secrets.delete(name);
      return json(200, names);
    }
    for (const [name, secret] of Object.entries(given as object)) {
      secrets.set(name, secret as { type: string; value: string });
    }
    return json(201, { message: 'Secret(s) successfully added.' });
  }

  function answer(asked: Asked): Reply {
    const [first, id, ...rest] = asked.path.split('/').slice(2).map(decodeURIComponent);
    if (first === 'ping') return json(200, { message: 'OK', status: '200' });
    if (first === 'you') return json(200, { email: 'ada@example.org', quota: {} });
    if (first === 'info') return json(200, {});
    if (first === 'secrets') return secretsAnswer(asked);
    if (id === undefined) return asked.method === 'POST' ? create(asked.query) : list(asked.query);
    const run = runs.find((candidate) => candidate.id === id);
    if (run === undefined) return refusal(404, `Workflow ${id} does not exist.`);
    return ofRun(run, rest, asked);
  }

  return { runs, secrets, doubled, handle: (asked) => Promise.resolve(answer(asked)) };
}

export function json(status: number, value: unknown): Reply {
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}

export function refusal(status: number, message: string): Reply {
  return json(status, { message });
}

function changed({ id, name, status }: SimulatedRun, message: string): object {
  return { message, workflow_id: id, workflow_name: name, status, user: 'ada' };
}

function listing(run: SimulatedRun, query: URLSearchParams): Reply {
  if (run.status === 'deleted') return refusal(404, 'Workspace does not exist.');
  const wanted = query.get('file_name');
  const items = [...run.files]
    .filter(([name]) => wanted === null || name === wanted)
    .map(([name, { length }]) => ({ name, size: { raw: length }, 'last-modified': '' }));
  return json(200, { items, total: items.length, page: 1, has_next: false });
}

function progressOf({ status }: SimulatedRun): object {
  const one = { total: 1, job_ids: ['j'] };
  const none = { total: 0, job_ids: [] };
  return {
    total: one,
    running: status === 'running' ? one : none,
    finished: status === 'finished' ? one : none,
    failed: status === 'failed' ? one : none,
  };
}

function logsOf({ status }: SimulatedRun): object {
  const job = {
    job_name: 'fit',
    status: status === 'deleted' ? 'stopped' : status,
    docker_img: 'python',
    cmd: 'fit',
    compute_backend: 'Kubernetes',
    logs: 'done',
    started_at: null,
    finished_at: null,
  };
  return {
    workflow_logs: 'engine',
    job_logs: ['created', 'queued'].includes(status) ? {} : { j: job },
    engine_specific: null,
  };
}
