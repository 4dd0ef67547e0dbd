/** `reana-ci run`: one REANA run of an analysis, watched to its end, with its results brought back. */
import type { Command } from 'commander';
import { findPandaFolder, isDeclaredPanda } from '../hosts/panda/recognise.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { addOptions } from './run/option-reader.ts';
import { readRunOptions, runOptions } from './run/options.ts';
import type { JobSurroundings } from './run/start.ts';

/** Adds `run`. */
export function registerRun(program: Command, edge: Edge): void {
  const command = program
    .command('run')
    .argument('[analysis]', 'folder, or git URL with @ref (.)')
    .description('run an analysis on REANA and fetch its results');
  addOptions(addConnectionOptions(command), runOptions).action(
    async (analysis: string | undefined, _options: unknown, self: Command) => {
      const flags = self.optsWithGlobals<GlobalOptions & ConnectionOptions>();
      const start = async (there: Edge, job?: JobSurroundings) => {
        const options = readRunOptions({ ...flags }, analysis, there.env);
        const { startRun } = await import('./run/start.ts');
        await startRun(there, options, flags, job);
      };
      const pandaFolder = await findPandaFolder({
        ...edge,
        isDeclared: isDeclaredPanda(self.opts().panda === true, edge.env),
      });
      if (pandaFolder === undefined) {
        await start(edge);
        return;
      }
      const { inPandaJob } = await import('./run/panda-job.ts');
      await inPandaJob(edge, pandaFolder, start);
    },
  );
}
