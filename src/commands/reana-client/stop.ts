/** `reana-client stop`: ends a running run. */
import type { Command } from 'commander';
import { ReanaCiError } from '../../base/error.ts';
import type { Edge } from '../edge.ts';
import { addWorkflowOption, printSuccess, withRun, type WorkflowOptions } from './access.ts';

interface StopOptions extends WorkflowOptions {
  readonly force?: boolean;
}

/** Adds `stop`. */
export function registerStop(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('stop'))
    .description('stop a running run')
    .option('--force', 'without waiting for its jobs; REANA knows no other way')
    .action((options: StopOptions) => stop(edge, options));
}

async function stop(edge: Edge, options: StopOptions): Promise<void> {
  if (options.force !== true) {
    throw new ReanaCiError('usage', 'REANA cannot wait for the jobs of a run that is stopped.', {
      hint: 'Give --force to stop it with its jobs.',
    });
  }
  await withRun(edge, options, async (client, { id, name }) => {
    await client.stopRun(id, edge.signal);
    printSuccess(edge, `${name} has been stopped`);
  });
}
