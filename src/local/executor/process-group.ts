/** A command with all its descendants: started, streamed and ended as one. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import { isAborted } from './outcome.ts';

export interface ProcessGroupOptions {
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Gets what the command prints, standard output and standard error in one; left open. */
  readonly output: Writable;
  /** Ends the whole group when aborted. */
  readonly signal: AbortSignal;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly grace: number;
}

/**
 * Runs `command` by `bash -c` in a process group of its own and waits until it has ended and its output
 * is written. As in a container, what it left in the background ends with it.
 *
 * @returns the exit code as a shell counts it (128 + n after signal n); `null` when `signal` ended it
 * @throws the system's error when bash cannot be started
 */
export async function runProcessGroup(
  command: string,
  { cwd, env, output, signal, grace }: ProcessGroupOptions,
): Promise<number | null> {
  if (signal.aborted) return null;
  const child = spawn('bash', ['-c', underGuard, 'bash', command], {
    cwd,
    env,
    detached: true,
    // Node's pipes are sockets: with one as its standard input, bash takes itself for a remote shell and reads
    // the .bashrc of whoever runs the server.
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  }) as ChildProcessByStdio<null, Readable, null>;
  child.stdio[3]?.on('error', ignore);
  child.stdout.pipe(output, { end: false });
  const graceOver = new AbortController();
  function end(): void {
    killGroup(child, 'SIGTERM');
    void sleep(grace, undefined, { signal: graceOver.signal }).then(() => {
      killGroup(child, 'SIGKILL');
    }, ignore);
  }
  signal.addEventListener('abort', end, { once: true });
  try {
    const [exitCode, endedBy] = (await once(child, 'exit')) as ExitEvent;
    const stopped = isAborted(signal);
    if (!stopped) killGroup(child, 'SIGKILL');
    await outputWritten(child.stdout, output, grace);
    return stopped ? null : exitCodeOf(exitCode, endedBy);
  } finally {
    signal.removeEventListener('abort', end);
    graceOver.abort();
    killGroup(child, 'SIGKILL');
  }
}

/**
 * The outer shell merges both streams into one pipe, so that their lines keep their order. The guard ends the
 * group when its pipe ends, which this process holds open: a step does not outlive a server that was killed.
 */
const underGuard = [
  `(trap '' TERM INT HUP; read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 &`,
  'exec bash -c "$1" 2>&1 </dev/null 3<&-',
].join('\n');

type ExitEvent = [number | null, NodeJS.Signals | null];

/**
 * Waits until `source` is read to its end. A process that left the group may hold the pipe open for
 * ever: once nothing more comes for `patience` milliseconds, the pipe is closed on our side.
 */
async function outputWritten(source: Readable, output: Writable, patience: number): Promise<void> {
  let chunks = 0;
  source.on('data', () => {
    chunks += 1;
  });
  while (!source.closed) {
    const before = chunks;
    await closedWithin(source, patience);
    if (chunks === before && !output.writableNeedDrain) source.destroy();
  }
}

async function closedWithin(source: Readable, milliseconds: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([
    once(source, 'close', { signal: over.signal }).catch(ignore),
    sleep(milliseconds, undefined, { signal: over.signal }).catch(ignore),
  ]);
  over.abort();
}

function exitCodeOf(exitCode: number | null, endedBy: NodeJS.Signals | null): number {
  return exitCode ?? 128 + (endedBy === null ? 0 : constants.signals[endedBy]);
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // No process of the group is left.
  }
}

function ignore(): void {
  // What was waited for came first.
}
