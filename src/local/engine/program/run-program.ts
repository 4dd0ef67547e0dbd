/** A workflow program of its own, run as the engine: its output is the engine's log. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { machineEnvironment } from '../../executor/machine-environment.ts';
import { runProcessGroup } from '../../executor/process-group.ts';
import type { EngineContext, EngineResult } from '../engine.ts';

export interface ProgramCall {
  readonly program: string;
  readonly arguments: readonly string[];
  /** What to install where the program is missing. */
  readonly installation: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** bash's exit code for a command that does not exist. */
const commandNotFound = 127;
const grace = 2000;

/**
 * Runs the program in the workspace, without the tokens of whoever started us.
 *
 * @returns `finished` when it ended with exit code 0
 */
export async function runProgram(context: EngineContext, call: ProgramCall): Promise<EngineResult> {
  const lines = new PassThrough();
  const read = once(
    createInterface({ input: lines }).on('line', (line) => {
      context.log(line);
    }),
    'close',
  );
  const exitCode = await runProcessGroup(commandLine(call), {
    cwd: context.workspace,
    env: { ...programEnvironment(context), ...call.variables },
    output: lines,
    signal: context.signal,
    grace,
  });
  lines.end();
  await read;
  if (exitCode === null) return { status: 'stopped' };
  if (exitCode === commandNotFound) {
    context.log(`${call.program} is not on the PATH of this machine. ${call.installation}`);
  }
  return { status: exitCode === 0 ? 'finished' : 'failed' };
}

/** The environment of a workflow program: of the machine, never with the caller's tokens. */
export function programEnvironment(context: EngineContext): Record<string, string> {
  return { ...machineEnvironment(context.environment ?? {}), PYTHONUNBUFFERED: '1' };
}

/** Hands a private folder to `task` and removes it afterwards. */
export async function withPrivateFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function commandLine(call: ProgramCall): string {
  return ['exec', call.program, ...call.arguments.map(quoted)].join(' ');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
