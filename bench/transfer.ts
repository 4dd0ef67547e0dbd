/**
 * Time and peak memory of moving files to a run and back: `reana-ci run` beside `reana-client`, on the
 * same embedded REANA.
 *
 * `node bench/transfer.ts [small files] [GiB of the large file]`; needs `npm run build`, and for the
 * comparison the peer that `npm run test:interop` installs. Memory is read from `/proc`, so Linux only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { built, nodeFlags, reanaClient } from './programs.ts';

const smallFiles = Number(process.argv[2] ?? 2000);
const largeBytes = Number(process.argv[3] ?? 2) * 1024 ** 3;

const folder = await mkdtemp(path.join(process.env.BENCH_TMPDIR ?? os.tmpdir(), 'reana-ci-bench-'));
try {
  await compare('small', { files: smallFiles, bytes: 20_000 });
  await compare('large', { files: 1, bytes: largeBytes });
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Measure {
  readonly seconds: number;
  readonly peakMiB: number;
}

async function compare(name: string, data: { files: number; bytes: number }): Promise<void> {
  const analysis = path.join(folder, name);
  await makeAnalysis(analysis, data);
  console.log(`\n${data.files} × ${(data.bytes / 1024 ** 2).toFixed(2)} MiB, up and down`);
  const server = await serve(path.join(folder, `${name}-state`));
  try {
    const ours = await measure(
      process.execPath,
      [...nodeFlags, built, 'run', '.'],
      analysis,
      server.env,
    );
    report('reana-ci run', ours);
    if (!existsSync(reanaClient)) return;
    const env = { ...server.env, REANA_WORKON: 'peer' };
    const steps = [
      ['create', '-w', 'peer'],
      ['upload'],
      ['start', '--follow'],
      ['download', 'data'],
    ];
    const parts: Measure[] = [];
    for (const step of steps) parts.push(await measure(reanaClient, step, analysis, env));
    const theirs = {
      seconds: parts.reduce((sum, part) => sum + part.seconds, 0),
      peakMiB: Math.max(...parts.map((part) => part.peakMiB)),
    };
    report('reana-client 0.9', theirs);
    console.log(
      `ratio: time ${(theirs.seconds / ours.seconds).toFixed(1)}, memory ${(theirs.peakMiB / ours.peakMiB).toFixed(1)}`,
    );
  } finally {
    await server.stop();
  }
}

async function makeAnalysis(
  analysis: string,
  data: { files: number; bytes: number },
): Promise<void> {
  await mkdir(path.join(analysis, 'data'), { recursive: true });
  await writeFile(
    path.join(analysis, 'reana.yaml'),
    `inputs:
  directories: [data]
workflow:
  type: serial
  specification:
    steps:
      - name: look
        environment: docker.io/library/python:3.12-slim
        commands: ['ls data | wc -l']
outputs:
  directories: [data]
`,
  );
  const chunk = Buffer.alloc(Math.min(data.bytes, 1024 ** 2), 'a file of a physics analysis\n');
  for (let index = 0; index < data.files; index++) {
    const handle = await open(path.join(analysis, 'data', `file-${index}.dat`), 'w');
    for (let written = 0; written < data.bytes; written += chunk.length) await handle.write(chunk);
    await handle.close();
  }
}

async function serve(
  state: string,
): Promise<{ env: Record<string, string>; stop: () => Promise<void> }> {
  const server = spawn(
    process.execPath,
    [built, 'local', '--state', state, '--executor', 'process', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const { url, token } = await firstJson(server.stdout);
  return {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      REANA_SERVER_URL: url,
      REANA_ACCESS_TOKEN: token,
    },
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

/** The server says where it is in one JSON value, and goes on without another word. */
async function firstJson(stdout: AsyncIterable<Buffer>): Promise<{ url: string; token: string }> {
  let text = '';
  for await (const chunk of stdout) {
    text += chunk.toString();
    if (text.trimEnd().endsWith('}')) break;
  }
  return JSON.parse(text) as { url: string; token: string };
}

/** Runs a command and watches its memory; the peak (`VmHWM`) only grows, so a late look misses little. */
async function measure(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Measure> {
  const begun = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (data: Buffer) => (words += data.toString()));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakKiB(child.pid))), 20);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${words}`);
  return { seconds: (performance.now() - begun) / 1000, peakMiB: peak / 1024 };
}

function peakKiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function report(name: string, { seconds, peakMiB }: Measure): void {
  console.log(`${name.padEnd(18)} ${seconds.toFixed(1)} s, peak ${peakMiB.toFixed(0)} MiB`);
}
