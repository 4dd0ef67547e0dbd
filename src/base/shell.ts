/**
 * The one owner of zx's `$`: every external command starts here.
 *
 * zx quotes each interpolated value, so nothing a user or a server sends becomes shell syntax.
 */
import { $ } from 'zx/core';

export interface ShellOptions {
  readonly cwd?: string;
  /** The whole environment of the command; nothing is inherited when given. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds after which the command is ended. */
  readonly timeout?: number;
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

/**
 * Makes a shell for short commands whose output fits in memory (git, version questions).
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
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: { ...options.env } }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    });
    const output = await run(
      pieces,
      ...values.map((value) => (typeof value === 'string' ? value : [...value])),
    );
    options.signal?.throwIfAborted();
    return {
      exitCode: output.exitCode,
      signal: output.signal,
      stdout: output.stdout,
      stderr: output.stderr,
    };
  };
}
