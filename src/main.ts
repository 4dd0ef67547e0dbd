/** The edge of a program: reads the environment, runs one command, and turns how it went into an exit code. */
import { type Command, CommanderError } from 'commander';
import { createRedact } from './base/redact.ts';
import { type Edge, Interruption } from './commands/edge.ts';
import { describeError } from './commands/error-text.ts';
import { createOutputStream } from './commands/output-stream.ts';
import { secretsOfEnvironment } from './commands/known-secrets.ts';

const usageExitCode = 4;

/** Runs the program that `create` makes on this process: its environment, arguments, signals and exit code. */
export async function main(create: (edge: Edge) => Command): Promise<void> {
  const edge = createEdge();
  process.on('uncaughtException', (error) => {
    printError(edge, error);
    process.exit(describeError(error).exitCode);
  });
  process.exitCode = await runProgram(create(edge), edge);
}

function createEdge(): Edge {
  const secrets = new Set(secretsOfEnvironment(process.env));
  let redact = createRedact(secrets);
  const currentRedact = () => redact;
  return {
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
  };
}

/** Aborted by the first SIGINT or SIGTERM; the second ends the process at once. */
function signalOfProcess(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const interruption = new Interruption(name);
      if (controller.signal.aborted) process.exit(interruption.exitCode);
      controller.abort(interruption);
    });
  }
  return controller.signal;
}

/** @returns the exit code */
async function runProgram(program: Command, edge: Edge): Promise<number> {
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    // Commander has printed its own text; anything it calls a failure is wrong use.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
    const interruption: unknown = edge.signal.reason;
    if (!(interruption instanceof Interruption)) return printError(edge, error);
    if (error === interruption) edge.stderr.write(`${interruption.message}\n`);
    else printError(edge, error);
    return interruption.exitCode;
  }
}

/** @returns the exit code */
function printError(edge: Edge, error: unknown): number {
  const { text, exitCode } = describeError(error);
  edge.stderr.write(text);
  return exitCode;
}
