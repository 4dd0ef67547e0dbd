/** A real reana-client in front of the embedded REANA, with a recording proxy between them. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { delay } from '../../src/base/delay.ts';
import type { ShellResult } from '../../src/base/shell.ts';
import { startLocalReana } from '../../src/local/local-reana.ts';
import type { ServerGeneration } from '../../src/specification/server-generation.ts';
import { endedStatuses } from '../../src/reana/types.ts';
import { loadApiDescription } from './openapi.ts';
import { requirePeer, type Peer } from './peers.ts';
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts';
import { createAsk } from '../local/server/serve.ts';

export interface ClientSessionOptions {
  readonly client: Extract<Peer, `reana-client-${string}`>;
  readonly generation: ServerGeneration;
  /** Swagger 2.0 file both sides are held to; default: the one the client was made from. */
  readonly description?: string;
  /** Files of the analysis: path → content. */
  readonly files: Readonly<Record<string, string>>;
}

export interface ClientSession {
  /** The folder of the analysis, where the client runs. */
  readonly folder: string;
  readonly proxy: RecordingProxy;
  readonly token: string;
  /** Runs the client with these arguments. */
  reana(...args: string[]): Promise<ShellResult>;
  /**
   * Runs the client and gives what it printed.
   *
   * @throws Error with both outputs unless it ends with 0
   */
  ok(...args: string[]): Promise<string>;
  /** Waits until the run has one of these statuses. */
  waitFor(run: string, ...statuses: string[]): Promise<string>;
  /** Stops the run without the client. */
  stop(run: string): Promise<void>;
  readonly close: () => Promise<void>;
}

const secondsToWait = 120;
const ended: readonly string[] = endedStatuses;

export async function startClientSession(options: ClientSessionOptions): Promise<ClientSession> {
  const programs = await requirePeer(options.client);
  const home = await mkdtemp(path.join(tmpdir(), 'client-session-'));
  const folder = path.join(home, 'analysis');
  await writeFiles(folder, options.files);
  const server = await startLocalReana({
    stateDirectory: path.join(home, 'state'),
    generation: options.generation,
    executor: 'process',
    environment: { PATH: await enginesPath() },
  });
  const proxy = await startRecordingProxy(
    server.url,
    await loadApiDescription(options.description ?? descriptionOf(programs)),
  );
  const client = startClient(programs, {
    cwd: folder,
    env: {
      HOME: home,
      PATH: `${programs}:${process.env.PATH ?? ''}`,
      PYTHONWARNINGS: 'ignore',
      REANA_ACCESS_TOKEN: server.token,
      REANA_CLIENT_CONFIG: path.join(home, 'reana-client.json'),
      // The newest clients keep the address in their configuration and refuse the variable.
      ...(options.client === 'reana-client-next' ? {} : { REANA_SERVER_URL: proxy.url }),
    },
  });
  const { reana } = client;

  async function ok(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await reana(...args);
    if (exitCode === 0) return stdout;
    throw new Error(
      `reana-client ${args.join(' ')} ended with ${String(exitCode)}:\n${stdout}\n${stderr}`,
    );
  }

  // Asks the server itself: starting the client takes longer than most runs here.
  const ask = createAsk(server.url, server.token);
  async function waitFor(run: string, ...statuses: string[]): Promise<string> {
    const deadline = performance.now() + secondsToWait * 1000;
    let status = 'unknown';
    while (performance.now() < deadline) {
      const answer = await ask('GET', `/api/workflows/${run}/status`);
      status = String(answer.json.status);
      if (statuses.includes(status)) return status;
      if (ended.includes(status)) break;
      await delay(100);
    }
    throw new Error(
      `${run} is ${status}, not ${statuses.join(' or ')}:\n${await ok('logs', '-w', run)}`,
    );
  }

  if (options.client === 'reana-client-next') {
    await ok('server-add', proxy.url);
    await ok('server-use', proxy.url);
  }
  return {
    folder,
    proxy,
    token: server.token,
    reana,
    ok,
    waitFor,
    stop: async (run) => {
      await ask('PUT', `/api/workflows/${run}/status?status=stop`, { json: {} });
    },
    close: async () => {
      client.close();
      await proxy.close();
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** @returns what runs commands, one after the other */
function startClient(
  programs: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Pick<ClientSession, 'reana'> & { close(): void } {
  const script = path.join(import.meta.dirname, 'reana-client-session.py');
  const child = spawn(path.join(programs, 'python'), [script], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    reana(...args) {
      const answer = turn.then(async () => {
        child.stdin.write(`${JSON.stringify(args)}\n`);
        const { value, done } = await answers.next();
        if (done === true) throw new Error('reana-client has ended.');
        return JSON.parse(value) as ShellResult;
      });
      turn = answer.catch(() => undefined);
      return answer;
    },
    close: () => void child.kill(),
  };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** Where the embedded REANA finds the programs that run CWL and Snakemake workflows. */
async function enginesPath(): Promise<string> {
  const programs = await Promise.all([requirePeer('cwltool'), requirePeer('snakemake')]);
  return [...programs, process.env.PATH].join(':');
}

/** Every client carries the description of the server it was written for. */
function descriptionOf(programs: string): string {
  return path.resolve(
    programs,
    '../lib/python3.11/site-packages/reana_commons/openapi_specifications/reana_server.json',
  );
}
