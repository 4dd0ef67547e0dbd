/** The table of commands, and the program they make up. */
import type { Command } from 'commander';
import { registerClean } from './clean.ts';
import type { RegisterCommand } from './command.ts';
import { registerDownload } from './download.ts';
import type { Edge } from './edge.ts';
import { registerGather } from './gather.ts';
import { registerGraph } from './graph.ts';
import { registerLint } from './lint.ts';
import { registerList } from './list.ts';
import { registerLocal } from './local.ts';
import { registerLogs } from './logs.ts';
import { newProgram } from './new-program.ts';
import { registerPchain } from './pchain.ts';
import { registerPing } from './ping.ts';
import { registerRun } from './run.ts';
import { registerScan } from './scan.ts';
import { registerSettle } from './settle.ts';
import { registerStatus } from './status.ts';
import { registerStop } from './stop.ts';
import { registerSubmit } from './submit.ts';

/** In the order of `--help`. */
const commands: readonly RegisterCommand[] = [
  registerRun,
  registerLint,
  registerGraph,
  registerStatus,
  registerLogs,
  registerDownload,
  registerStop,
  registerList,
  registerPing,
  registerLocal,
  registerPchain,
  registerClean,
  registerSubmit,
  registerSettle,
  registerScan,
  registerGather,
];

/** Makes the program; parsing throws as {@link newProgram} says. */
export function createProgram(edge: Edge): Command {
  const program = newProgram(
    'reana-ci',
    'Every pipeline of an analysis repository becomes a REANA run, and its results come back.',
    edge,
  ).option('--verbose', 'tell more of what happens');
  for (const register of commands) register(program, edge);
  return program;
}
