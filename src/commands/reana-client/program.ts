/**
 * The commands of REANA's own client, with its options, its columns and its exit codes, on top of our client: for
 * images in which scripts made for it have to work without Python.
 */
import type { Command } from 'commander';
import type { RegisterCommand } from '../command.ts';
import { type Edge, Told } from '../edge.ts';
import { newProgram } from '../new-program.ts';
import { registerCreate } from './create.ts';
import { registerDelete } from './delete.ts';
import { registerDiff } from './diff.ts';
import { registerDownload } from './download.ts';
import { registerInformation } from './information.ts';
import { registerList } from './list.ts';
import { registerLogs } from './logs.ts';
import { registerRetention } from './retention.ts';
import { registerSecrets } from './secrets.ts';
import { registerSessions } from './sessions.ts';
import { registerStart } from './start.ts';
import { registerStatus } from './status.ts';
import { registerStop } from './stop.ts';
import { registerUpload } from './upload.ts';
import { registerValidate } from './validate.ts';
import { registerWorkspace } from './workspace.ts';

/** In the order in which a script calls them. */
const commands: readonly RegisterCommand[] = [
  registerInformation,
  registerSecrets,
  registerValidate,
  registerCreate,
  registerUpload,
  registerStart,
  registerStatus,
  registerLogs,
  registerWorkspace,
  registerDownload,
  registerList,
  registerDiff,
  registerSessions,
  registerRetention,
  registerStop,
  registerDelete,
];

/** Makes the program `reana-client`. */
export function createReanaClientProgram(edge: Edge): Command {
  const program = newProgram(
    'reana-client',
    'The REANA client for scripts, by reana-ci. "reana-ci run" makes, starts and follows a run in one step.',
    edge,
  ).option('-l, --loglevel <level>', 'has no effect: debug output is not part of this program');
  for (const register of commands) {
    register(program, edge);
  }
  return program;
}

/** Wrong use ends with 2, as in REANA's client. */
export function endWrongUse(_edge: Edge, _arguments: readonly string[], message: string): never {
  throw new Told(message, 2);
}
