/** `reana-ci clean`: ends what a cut-off GitLab job has left on REANA. */
import type { Command } from 'commander';
import type { CleanOptions } from './clean/options.ts';
import { addConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption } from './output.ts';

/** Adds `clean`. */
export function registerClean(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(program.command('clean')))
    .description('stop the runs that a GitLab job left behind (after_script)')
    .action(async (_options: unknown, self: Command) => {
      const { clean } = await import('./clean/clean.ts');
      await clean(edge, self.optsWithGlobals<CleanOptions>());
    });
}
