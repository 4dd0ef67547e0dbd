/** The table of commands, and the program they make up. */
import { Command } from 'commander';
import { version } from '../base/version.ts';
import type { RegisterCommand } from './command.ts';
import { registerDownload } from './download.ts';
import type { Edge } from './edge.ts';
import { registerList } from './list.ts';
import { registerLocal } from './local.ts';
import { registerLogs } from './logs.ts';
import { registerPing } from './ping.ts';
import { registerRun } from './run.ts';
import { registerStatus } from './status.ts';
import { registerStop } from './stop.ts';

/** In the order of `--help`. */
const commands: readonly RegisterCommand[] = [
  registerRun,
  registerStatus,
  registerLogs,
  registerDownload,
  registerStop,
  registerList,
  registerPing,
  registerLocal,
];

/**
 * Makes the program. Parsing throws a `CommanderError` for wrong use, for `--help` and for `--version`, once
 * the text for the user has been written, and whatever a command throws otherwise.
 */
export function createProgram(edge: Edge): Command {
  const program = new Command('reana-ci')
    .description(
      'Every pipeline of an analysis repository becomes a REANA run, and its results come back.',
    )
    .version(version)
    .option('--verbose', 'tell more of what happens')
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => edge.stdout.write(text),
      writeErr: (text) => edge.stderr.write(text),
    });
  for (const register of commands) register(program, edge);
  return program;
}
