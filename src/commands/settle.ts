/** `reana-ci settle`: brings the results of runs that were submitted and have ended. */
import type { Command } from 'commander';
import type { SettleOptions } from './settle/options.ts';
import { addConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption } from './output.ts';

/** Adds `settle`. */
export function registerSettle(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(program.command('settle')))
    .description('in a GitLab job: bring the results of submitted runs that have ended')
    .option('--results <folder>', 'where each run gets a folder (settled)')
    .option('--output <path...>', 'what to fetch in place of the outputs of the specification')
    .option('--since <time>', 'how old a run may be, such as 30d')
    .option('--deadline <time>', 'begin with no further run after this time')
    .action(async (_options: unknown, self: Command) => {
      const { settle } = await import('./settle/settle.ts');
      await settle(edge, self.optsWithGlobals<SettleOptions>());
    });
}
