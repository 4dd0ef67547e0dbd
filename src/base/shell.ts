/**
 * The one owner of zx's `$`. zx quotes each interpolated value, so nothing a user or a server sends becomes shell
 * syntax. `program.ts` says what a program may see; every other part starts programs by way of it.
 */
import { $, type ProcessPromise } from 'zx/core';

export interface ShellOptions {
  readonly cwd?: string;
  /** The whole environment of the command; nothing is inherited when given. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds after which the command is ended. */
  readonly timeout?: number;
  /** Open files that the command gets as its descriptors 3, 4 and so on. */
  readonly files?: readonly number[];
}

export interface ShellResult {
  /** Exit code, or `null` when a signal ended the command. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A tagged template that runs a command and reports how it ended; a failing command does not throw. */
export type Shell = (
  pieces: TemplateStringsArray,
  ...values: (string | readonly string[])[]
) => Promise<ShellResult>;

/** Bytes: short commands print less. */
const largestOutput = 64 * 1024 * 1024;

/**
 * Makes a shell for short commands whose output fits in memory (git, version questions). A command that is not
 * wanted any more, takes too long or prints too much is killed with all that it has started.
 *
 * @throws the signal's reason when `options.signal` is aborted
 */
export function createShell(options: ShellOptions = {}): Shell {
  return async (pieces, ...values) => {
    options.signal?.throwIfAborted();
    const run = $({
      nothrow: true,
      quiet: true,
      verbose: false,
      // A group of its own, which is ended as a whole.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(options.files ?? [])],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: { ...options.env } }),
    })(pieces, ...values.map((value) => (typeof value === 'string' ? value : [...value])));
    const deadline =
      options.timeout === undefined ? undefined : AbortSignal.timeout(options.timeout);
    const tooMuch = watchOutput(run);
    const endings = [tooMuch, options.signal, deadline].filter((signal) => signal !== undefined);
    const output = await untilEnded(run, AbortSignal.any(endings));
    options.signal?.throwIfAborted();
    if (output !== undefined) {
      const { exitCode, signal, stdout, stderr } = output;
      return { exitCode, signal, stdout, stderr };
    }
    const stderr = tooMuch.aborted ? 'It printed too much.' : 'It took too long.';
    return { exitCode: null, signal: 'SIGKILL', stdout: '', stderr };
  };
}

/** Aborted when the program has printed more than can be kept. */
function watchOutput(run: ProcessPromise): AbortSignal {
  const controller = new AbortController();
  let seen = 0;
  for (const stream of [run.stdout, run.stderr]) {
    stream.on('data', (chunk: Buffer | string) => {
      seen += chunk.length;
      if (seen > largestOutput) controller.abort();
    });
  }
  return controller.signal;
}

/** What came of the program; `undefined` when `ending` came first, which kills its whole group. */
async function untilEnded(run: ProcessPromise, ending: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const kill = () => {
    killGroup(run.pid);
    resolve(undefined);
  };
  ending.addEventListener('abort', kill, { once: true });
  if (ending.aborted) kill();
  try {
    // What was killed is not waited for: a process that left the group may hold its output open.
    return await Promise.race([run, promise]);
  } finally {
    ending.removeEventListener('abort', kill);
  }
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // No process of the group is left.
  }
}
