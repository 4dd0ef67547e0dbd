/** The table of commands, and the program they make up. */
import type { Command } from 'commander';
import type { RegisterCommand } from './command.ts';
import type { Edge } from './edge.ts';
import { newProgram } from './new-program.ts';

/** In the order of `--help`. */
const commands: Readonly<Record<string, () => Promise<RegisterCommand>>> = {
  run: async () => (await import('./run.ts')).registerRun,
  lint: async () => (await import('./lint.ts')).registerLint,
  graph: async () => (await import('./graph.ts')).registerGraph,
  status: async () => (await import('./status.ts')).registerStatus,
  logs: async () => (await import('./logs.ts')).registerLogs,
  download: async () => (await import('./download.ts')).registerDownload,
  test: async () => (await import('./test.ts')).registerTest,
  stop: async () => (await import('./stop.ts')).registerStop,
  list: async () => (await import('./list.ts')).registerList,
  ping: async () => (await import('./ping.ts')).registerPing,
  login: async () => (await import('./login.ts')).registerLogin,
  logout: async () => (await import('./logout.ts')).registerLogout,
  local: async () => (await import('./local.ts')).registerLocal,
  pchain: async () => (await import('./pchain.ts')).registerPchain,
  clean: async () => (await import('./clean.ts')).registerClean,
  submit: async () => (await import('./submit.ts')).registerSubmit,
  settle: async () => (await import('./settle.ts')).registerSettle,
  scan: async () => (await import('./scan.ts')).registerScan,
  gather: async () => (await import('./gather.ts')).registerGather,
};

const verbose = '--verbose';

/**
 * Makes the program with the one command that `arguments_` begin with, as loading all takes longer than many a
 * command; without such a command with all of them. Parsing throws as {@link newProgram} says.
 */
export async function createProgram(
  edge: Edge,
  arguments_: readonly string[] = [],
): Promise<Command> {
  const program = newProgram(
    'reana-ci',
    'Every pipeline of an analysis repository becomes a REANA run, and its results come back.',
    edge,
  ).option(verbose, 'show more detail');
  const registers = await Promise.all(wanted(arguments_).map((load) => load()));
  for (const register of registers) register(program, edge);
  return program;
}

function wanted(arguments_: readonly string[]): readonly (() => Promise<RegisterCommand>)[] {
  const first = arguments_.find((argument) => argument !== verbose) ?? '';
  if (first === '--version' || first === '-V') return [];
  const named = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return named === undefined ? Object.values(commands) : [named];
}
