/** `reana-ci gather`: the points of a scan gathered in one table. */
import type { Command } from 'commander';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption } from './output.ts';

/** Adds `gather`. */
export function registerGather(program: Command, edge: Edge): void {
  addJsonOption(program.command('gather'))
    .argument('[folder]', 'folder with one results folder per point (REANA_CI_RESULTS, or scan)')
    .description('collect the results of many runs of one analysis in a table')
    .action(async (folder: string | undefined, _options: unknown, self: Command) => {
      const { gather } = await import('./gather/gather.ts');
      await gather(edge, folder, self.optsWithGlobals<JsonOption>().json === true);
    });
}
