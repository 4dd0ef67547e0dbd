/** `reana-ci stop RUN`: ends a run on REANA. */
import type { Command } from 'commander';
import type { RunStatus, WorkflowRun } from '../reana/types.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions, withClient } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';
import { addRunArgument, findNamedRun, readRun } from './run-argument.ts';

interface StopOptions extends GlobalOptions, ConnectionOptions, JsonOption {}

/** Adds `stop`. */
export function registerStop(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(addRunArgument(program.command('stop'))))
    .description('stop a run; a queued run is deleted, because REANA stops only running ones')
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      await stop(edge, readRun(edge, run), command.optsWithGlobals<StopOptions>());
    });
}

async function stop(edge: Edge, name: string, options: StopOptions): Promise<void> {
  const { cancelRun } = await import('../run/watch/cancel.ts');
  await withClient(edge, options, async (client) => {
    const run = await findNamedRun(client, name, edge.signal);
    const status = await cancelRun(client, run.id, run.status, edge.signal);
    if (options.json === true) printJson(edge, { id: run.id, name: run.name, status });
    else printLines(edge, [describe(run, status)]);
  });
}

function describe(run: WorkflowRun, status: RunStatus): string {
  return run.status === status
    ? `Run ${run.name} had ended before: ${status}.`
    : `Run ${run.name} has been ${status}.`;
}
