/** `reana-ci scan`: the points of a scan gathered in one table. */
import type { Command } from 'commander';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption } from './output.ts';

/** Adds `scan`. */
export function registerScan(program: Command, edge: Edge): void {
  addJsonOption(program.command('scan'))
    .argument('[folder]', 'folder with a results folder for each point (REANA_CI_RESULTS, or scan)')
    .description('gather the results of many runs of one analysis in a table')
    .action(async (folder: string | undefined, _options: unknown, self: Command) => {
      const { scan } = await import('./scan/scan.ts');
      await scan(edge, folder, self.optsWithGlobals<JsonOption>().json === true);
    });
}
