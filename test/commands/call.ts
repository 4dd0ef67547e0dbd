/** Calls one command as the command line would, with a world made for the test. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import type { RegisterCommand } from '../../src/commands/command.ts';
import type { Edge } from '../../src/commands/edge.ts';

export interface Called {
  readonly stdout: string;
  readonly stderr: string;
  /** What the command threw. */
  readonly error: unknown;
}

/** A world with the given environment, whose output is kept. */
export function createTestEdge(
  env: Edge['env'],
  options: { readonly cwd?: string; readonly signal?: AbortSignal } = {},
): Edge & {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  readonly hidden: string[];
} {
  const hidden: string[] = [];
  return {
    env,
    cwd: options.cwd ?? '/',
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    interactive: false,
    signal: options.signal ?? new AbortController().signal,
    hidden,
    hide(secrets) {
      hidden.push(...secrets);
    },
    reveal(value) {
      hidden.splice(0, hidden.length, ...hidden.filter((secret) => secret !== value));
    },
    onBug() {
      // Vitest tells of errors that nothing has caught.
    },
  };
}

/** Runs `arguments_` (`['status', 'analysis.1']`) and waits for the command to end. */
export async function call(
  register: RegisterCommand,
  arguments_: readonly string[],
  env: Edge['env'],
  options: { readonly cwd?: string; readonly signal?: AbortSignal } = {},
): Promise<Called> {
  const edge = createTestEdge(env, options);
  const program = new Command('reana-ci').option('--verbose').exitOverride();
  program.configureOutput({ writeOut: ignore, writeErr: ignore });
  register(program, edge);
  let error: unknown;
  try {
    await program.parseAsync([...arguments_], { from: 'user' });
  } catch (thrown) {
    error = thrown;
  }
  edge.stdout.end();
  edge.stderr.end();
  return { stdout: await text(edge.stdout), stderr: await text(edge.stderr), error };
}

function ignore(): void {
  // Only what the command itself prints is looked at.
}
