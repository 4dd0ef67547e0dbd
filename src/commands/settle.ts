/** `reana-ci settle`: brings the results of runs that were submitted and have ended. */
import type { Command } from 'commander';
import type { SettleOptions } from './settle/options.ts';
import { addConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption } from './output.ts';

/** Adds `settle`. */
export function registerSettle(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(program.command('settle')))
    .description('collect the results of submitted runs that have ended (GitLab job)')
    .option('--results <folder>', 'folder that gets one folder per run (settled)')
    .option('--output <path...>', 'file, folder or glob to fetch instead of the declared outputs')
    .option('--since <time>', 'ignore runs older than this, such as 30d')
    .option('--deadline <time>', 'settle no further run after this time')
    .action(async (_options: unknown, self: Command) => {
      const { settle } = await import('./settle/settle.ts');
      await settle(edge, self.optsWithGlobals<SettleOptions>());
    });
}
