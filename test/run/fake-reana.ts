/** A REANA client whose server is a script: what runs there are, how they go on, what fails. */
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import type {
  JobLog,
  Progress,
  RunLogs,
  RunStatus,
  SecretName,
  WorkflowRun,
} from '../../src/reana/types.ts';
import { isSecretMark } from '../../src/run/submit/secret-mark.ts';

/** Signs what runs of this server have in their workspaces. */
export const fakeKey = 'key of the fake REANA';

export interface FakeReana {
  readonly client: ReanaClient;
  /** Every call that changes something, in order: `create fit-1`, `stop id-1`. */
  readonly calls: string[];
  readonly runs: Map<string, FakeRun>;
}

export interface FakeRun {
  readonly id: string;
  readonly name: string;
  status: RunStatus;
  /** Workspace: contents by path. */
  readonly files: Map<string, string>;
  /** What each further look at the run finds; the last one stays. */
  looks: Look[];
  logs: RunLogs;
}

/** A status, a status with progress and jobs, or an error that the look ends with. */
export type Look =
  | RunStatus
  | Error
  | {
      readonly status: RunStatus;
      readonly progress?: Partial<Progress>;
      readonly jobs?: readonly JobLog[];
    };

export interface FakeOptions {
  /** What a run made here does after its start. */
  readonly looks?: readonly Look[];
  /** Files in the workspace once a run has been started. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly logs?: RunLogs;
  /** Takes the place of single methods. */
  readonly client?: Partial<ReanaClient>;
}

const noProgress: Progress = { total: 0, running: 0, finished: 0, failed: 0 };

export function fakeReana(options: FakeOptions = {}): FakeReana {
  const calls: string[] = [];
  const stored: SecretName[] = [];
  const runs = new Map<string, FakeRun>();
  const find = (id: string) => {
    const run = runs.get(id);
    if (run === undefined) throw new Error(`no run ${id}`);
    return run;
  };
  const shown = ({ id, name, status }: FakeRun): WorkflowRun => ({
    id,
    name,
    status,
    created: '2026-01-31T12:00:00',
    progress: noProgress,
  });
  const client: Partial<ReanaClient> = {
    server: 'https://reana.example.org',
    signingKey: fakeKey,
    ping: () => Promise.resolve({ bundles: false }),
    user: () => Promise.resolve({ email: 'ada@example.org', quota: {} }),
    info: () => Promise.resolve({ raw: {} }),
    createRun({ name }) {
      const run = addRun({ runs }, name, 'created');
      run.looks = [...(options.looks ?? ['finished'])];
      if (options.logs !== undefined) run.logs = options.logs;
      calls.push(`create ${run.name}`);
      return Promise.resolve({ id: run.id, name: run.name, warnings: [] });
    },
    startRun(id) {
      const run = find(id);
      // As the client does: a start that somebody else was faster with is recognised, not repeated.
      if (run.status !== 'created') return Promise.resolve();
      calls.push(`start ${run.name}`);
      run.status = 'queued';
      for (const [path, content] of Object.entries(options.outputs ?? {}))
        run.files.set(path, content);
      return Promise.resolve();
    },
    stopRun(id) {
      calls.push(`stop ${find(id).name}`);
      Object.assign(find(id), { status: 'stopped', looks: [] });
      return Promise.resolve();
    },
    deleteRun(id) {
      calls.push(`delete ${find(id).name}`);
      Object.assign(find(id), { status: 'deleted', looks: [] });
      return Promise.resolve();
    },
    run(id) {
      const run = find(id);
      const look = run.looks.shift();
      if (look instanceof Error) return Promise.reject(look);
      if (look === undefined) return Promise.resolve(shown(run));
      if (typeof look === 'string') {
        run.status = look;
        return Promise.resolve(shown(run));
      }
      run.status = look.status;
      if (look.jobs !== undefined) run.logs = { ...run.logs, jobs: look.jobs };
      return Promise.resolve({ ...shown(run), progress: { ...noProgress, ...look.progress } });
    },
    listRuns: ({ name, search, status } = {}) =>
      Promise.resolve(
        [...runs.values()]
          .filter((run) => name === undefined || run.name.split('.')[0] === name)
          .filter((run) => search === undefined || run.name.includes(search))
          .filter((run) => status === undefined || status.includes(run.status))
          .map(shown),
      ),
    logs: (id) => Promise.resolve(find(id).logs),
    listFiles: (id, pattern) =>
      Promise.resolve(
        [...find(id).files]
          .filter(([path]) => pattern === undefined || path === pattern)
          .map(([path, content]) => ({ path, size: content.length, modified: '' })),
      ),
    async uploadFiles(id, files, { onFile } = {}) {
      for (const file of files) {
        const size = 'content' in file ? file.content.length : file.size;
        const content = 'content' in file ? Buffer.from(file.content).toString() : '?'.repeat(size);
        find(id).files.set(file.path, content);
        calls.push(`upload ${file.path}`);
        onFile?.(file.path, size);
      }
      return Promise.resolve();
    },
    async downloadFiles(id, files, sink) {
      for (const file of files) {
        await sink(file, asChunks(find(id).files.get(file.path) ?? ''));
      }
    },
    secrets: () => Promise.resolve([...stored]),
    addSecrets(secrets) {
      const names = secrets.map(({ name }) => name).filter((name) => !isSecretMark(name));
      calls.push(`secrets ${names.join(' ')}`);
      stored.push(...secrets.map(({ name, type }) => ({ name, type })));
      return Promise.resolve();
    },
    deleteSecrets(names) {
      const left = stored.filter(({ name }) => !names.includes(name));
      stored.splice(0, stored.length, ...left);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
    ...options.client,
  };
  return { client: client as ReanaClient, calls, runs };
}

/** Adds a run as an earlier try has left it. */
export function addRun(
  { runs }: Pick<FakeReana, 'runs'>,
  name: string,
  status: RunStatus,
  files: Readonly<Record<string, string>> = {},
): FakeRun {
  const number = [...runs.values()].filter((run) => run.name.startsWith(`${name}.`)).length + 1;
  const run: FakeRun = {
    id: `id-${runs.size + 1}`,
    name: `${name}.${number}`,
    status,
    files: new Map(Object.entries(files)),
    looks: [],
    logs: { engine: '', jobs: [] },
  };
  runs.set(run.id, run);
  return run;
}

export function job(name: string, status: JobLog['status'], logs = ''): JobLog {
  return {
    id: `job-${name}`,
    name,
    status,
    image: 'docker.io/library/python:3.12',
    command: `make ${name}`,
    backend: 'Kubernetes',
    logs,
    ...(status === 'created' ? {} : { startedAt: '2026-01-31T12:00:00' }),
    ...(status === 'finished' || status === 'failed' ? { finishedAt: '2026-01-31T12:00:07' } : {}),
  };
}

async function* asChunks(text: string): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(text);
}
