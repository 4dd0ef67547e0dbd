/** A finished run, as plain data: what features are held to without a server. */
import type { Evidence } from '../../src/features/check.ts';

export interface FakeRun {
  readonly status: 'finished' | 'failed' | 'running' | 'stopped';
  readonly started: string;
  readonly ended: string;
  readonly engine: string;
  readonly engineSpecific: string;
  readonly jobs: readonly {
    readonly name: string;
    readonly logs: string;
    readonly started: string;
    readonly ended: string;
  }[];
  /** Contents by path, as Base64; folders follow from them. */
  readonly files: Readonly<Record<string, string>>;
  readonly outputs: { readonly files: readonly string[]; readonly directories: readonly string[] };
}

export const fakeRun: FakeRun = {
  status: 'finished',
  started: '2026-01-31T12:00:00',
  ended: '2026-01-31T12:03:30',
  engine: 'Publishing step:0, cmd: fit total steps 2\n',
  engineSpecific: 'rules: 2',
  jobs: [
    job('fit', 'reading\nlimit 1.4\n', '12:00:10', '12:01:10'),
    job('fit', 'second try\n', '12:01:10', '12:01:40'),
    job('plot', 'a "quoted" word\n', '12:01:40', '12:03:20'),
  ],
  files: {
    'results/limit.json': encoded('{"obs": 1.4}\n'),
    'results/plot.png': Buffer.from([0x89, 0x50, 0xff, 0xfe]).toString('base64'),
    'data/a b.txt': encoded('größer\n'),
    'big.txt': encoded('x'.repeat(2048)),
  },
  outputs: { files: ['results/limit.json'], directories: ['nowhere'] },
};

export function fakeEvidence(run: FakeRun = fakeRun): Evidence {
  const contents = new Map(
    Object.entries(run.files).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
  );
  return {
    run: () =>
      Promise.resolve({
        name: 'fit.1',
        status: run.status,
        progress: {
          total: 3,
          running: 0,
          finished: 3,
          failed: 0,
          startedAt: run.started,
          finishedAt: run.ended,
        },
      }),
    logs: () =>
      Promise.resolve({
        engine: run.engine,
        engineSpecific: run.engineSpecific,
        jobs: run.jobs.map(({ name, logs, started, ended }, index) => ({
          id: `job-${index}`,
          name,
          logs,
          status: 'finished' as const,
          image: 'python:3.12',
          command: name,
          backend: 'kubernetes',
          startedAt: started,
          finishedAt: ended,
        })),
      }),
    usage: () => Promise.resolve(usageOf(run)),
    outputs: () => Promise.resolve(run.outputs),
    find: (pattern) =>
      Promise.resolve(
        [...contents]
          .filter(([name]) => name === pattern || name.startsWith(`${pattern}/`))
          .map(([path, content]) => ({ path, size: content.length, modified: run.ended })),
      ),
    read(file, take) {
      // Byte by byte: what is looked for may lie on both sides of a border.
      for (const byte of contents.get(file.path) ?? []) take(Uint8Array.of(byte));
      return Promise.resolve();
    },
    readLog: () => Promise.reject(new Error('No log is long here.')),
  };
}

/** Of folders and files, as `du` tells it. */
export function usageOf({ files }: FakeRun): { path: string; size: number }[] {
  const sizes = new Map<string, number>([['', 0]]);
  for (const [name, content] of Object.entries(files)) {
    const size = Buffer.from(content, 'base64').length;
    const parts = name.split('/');
    for (let depth = 0; depth <= parts.length; depth += 1) {
      const path = parts.slice(0, depth).join('/');
      sizes.set(path, (sizes.get(path) ?? 0) + size);
    }
  }
  return [...sizes].map(([path, size]) => ({ path, size }));
}

function job(name: string, logs: string, started: string, ended: string): FakeRun['jobs'][number] {
  return { name, logs, started: `2026-01-31T${started}`, ended: `2026-01-31T${ended}` };
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}
