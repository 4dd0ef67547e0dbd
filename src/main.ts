/** The edge of a program: reads the environment, runs one command, and turns how it went into an exit code. */
import { type Command, CommanderError } from 'commander';
import { createRedact } from './base/redact.ts';
import { type Edge, Interruption, Told } from './commands/edge.ts';
import { describeError } from './commands/error-text.ts';
import { createOutputStream } from './commands/output-stream.ts';
import { secretsOfAddresses, secretsOfEnvironment } from './commands/known-secrets.ts';

const usageExitCode = 4;

/** Called when the command line is wrong, after Commander has told the user; may throw {@link Told}. */
export type OnWrongUse = (
  edge: Edge,
  arguments_: readonly string[],
  message: string,
) => Promise<void>;

/** Makes a program for these arguments. */
export type CreateProgram = (
  edge: Edge,
  arguments_: readonly string[],
) => Command | Promise<Command>;

/** Runs the program that `create` makes on this process: its environment, arguments, signals and exit code. */
export async function main(create: CreateProgram, onWrongUse?: OnWrongUse): Promise<void> {
  const edge = createEdge();
  const program = await create(edge, process.argv.slice(2));
  process.exitCode = await runProgram(program, edge, onWrongUse);
  // What a stopped command has left undone keeps nobody waiting.
  if (edge.signal.aborted) setTimeout(() => process.exit(), longestFarewell).unref();
}

function createEdge(): Edge {
  const secrets = new Set([
    ...secretsOfEnvironment(process.env),
    ...process.argv.slice(2).flatMap(secretsOfAddresses),
  ]);
  let redact = createRedact(secrets);
  const currentRedact = () => redact;
  const edge: Edge = {
    env: { ...process.env },
    cwd: process.cwd(),
    stdout: createOutputStream(process.stdout, currentRedact),
    stderr: createOutputStream(process.stderr, currentRedact),
    interactive: process.stderr.isTTY && !process.env.CI,
    signal: signalOfProcess(),
    hide(more) {
      for (const secret of more) secrets.add(secret);
      redact = createRedact(secrets);
    },
    reveal(value) {
      secrets.delete(value);
      redact = createRedact(secrets);
    },
    onBug(end) {
      endOfBug = end;
    },
  };
  let endOfBug = (error: Error): Promise<void> => {
    printError(edge, error);
    return Promise.resolve();
  };
  process.on('uncaughtException', (error) => {
    void endOfBug(error).finally(() => process.exit(describeError(error).exitCode));
  });
  return edge;
}

/** Milliseconds after the end of a command that was stopped. */
const longestFarewell = 3000;

/** Two signals this close are one: a process group gets it as a whole, and its leader passes it on. */
const echo = 500;

/** Aborted by the first SIGINT or SIGTERM; the second ends the process at once. */
function signalOfProcess(): AbortSignal {
  const controller = new AbortController();
  let first = Infinity;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const interruption = new Interruption(name);
      first = Math.min(first, performance.now());
      if (performance.now() - first > echo) process.exit(interruption.exitCode);
      controller.abort(interruption);
    });
  }
  return controller.signal;
}

/** @returns the exit code */
async function runProgram(program: Command, edge: Edge, onWrongUse?: OnWrongUse): Promise<number> {
  try {
    await parse(program, edge, onWrongUse);
    return 0;
  } catch (error) {
    if (error instanceof Told) return error.exitCode;
    if (error instanceof CommanderError) return usageExitCode;
    const interruption: unknown = edge.signal.reason;
    if (!(interruption instanceof Interruption)) return printError(edge, error);
    if (error === interruption) edge.stderr.write(`${interruption.message}\n`);
    else printError(edge, error);
    return interruption.exitCode;
  }
}

/** Commander has printed its own text when it throws; anything it calls a failure is wrong use. */
async function parse(program: Command, edge: Edge, onWrongUse?: OnWrongUse): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    await onWrongUse?.(edge, process.argv.slice(2), error.message);
    throw error;
  }
}

/** @returns the exit code */
function printError(edge: Edge, error: unknown): number {
  const { text, exitCode } = describeError(error);
  edge.stderr.write(text);
  return exitCode;
}
