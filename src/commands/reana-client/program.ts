/**
 * The commands of REANA's own client that scripts around a batch run call, with its flags and its columns,
 * on top of our client: for images in which such scripts have to work without Python.
 */
import type { Command } from 'commander';
import type { RegisterCommand } from '../command.ts';
import type { Edge } from '../edge.ts';
import { newProgram } from '../new-program.ts';
import { registerCreate } from './create.ts';
import { registerDelete } from './delete.ts';
import { registerDownload } from './download.ts';
import { registerList } from './list.ts';
import { registerLogs } from './logs.ts';
import { registerPing } from './ping.ts';
import { registerSecrets } from './secrets.ts';
import { registerStart } from './start.ts';
import { registerStatus } from './status.ts';
import { registerStop } from './stop.ts';
import { registerUpload } from './upload.ts';

/** In the order in which a script calls them. */
const commands: readonly RegisterCommand[] = [
  registerPing,
  registerCreate,
  registerSecrets,
  registerUpload,
  registerStart,
  registerStatus,
  registerLogs,
  registerDownload,
  registerList,
  registerStop,
  registerDelete,
];

/** Makes the program `reana-client`; errors and exit codes are those of `reana-ci`. */
export function createReanaClientProgram(edge: Edge): Command {
  const program = newProgram(
    'reana-client',
    'What scripts need of the REANA client, by reana-ci. "reana-ci run" does all of it in one step.',
    edge,
  );
  for (const register of commands) register(program, edge);
  return program;
}
