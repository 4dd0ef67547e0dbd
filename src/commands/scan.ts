/** `reana-ci scan`: one run of an analysis for each point of a grid or a list, and one table of them. */
import type { Command } from 'commander';
import { ReanaCiError } from '../base/error.ts';
import { findPandaFolder } from '../hosts/panda/recognise.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { addOptions } from './run/option-reader.ts';
import { readScanOptions, scanOptions } from './scan/options.ts';

/** Adds `scan`. */
export function registerScan(program: Command, edge: Edge): void {
  const command = program
    .command('scan')
    .argument('[analysis]', 'folder, or git URL with @ref (.)')
    .description('run an analysis once per point, several at a time, and write one table');
  addOptions(addConnectionOptions(command), scanOptions).action(
    async (analysis: string | undefined, _options: unknown, self: Command) => {
      const flags = self.optsWithGlobals<GlobalOptions & ConnectionOptions>();
      const pandaFolder = await findPandaFolder(edge);
      if (pandaFolder !== undefined) await refuse(edge, pandaFolder);
      const options = readScanOptions({ ...flags }, analysis, edge.env);
      const { startScan } = await import('./scan/start.ts');
      await startScan(edge, options, flags);
    },
  );
}

/** The job still leaves behind what PanDA looks for. */
async function refuse(edge: Edge, pandaFolder: string): Promise<void> {
  const error = new ReanaCiError('usage', 'A PanDA job makes one run, not a scan.', {
    hint: 'Let the chain make one step for each point, with "scatter" or a loop.',
  });
  const { inPandaJob } = await import('./run/panda-job.ts');
  await inPandaJob(edge, pandaFolder, () => Promise.reject(error));
}
