/** `reana-ci submit`: starts a run of many hours and does not wait for it. */
import type { Command } from 'commander';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { addOptions } from './run/option-reader.ts';
import { readRunOptions, submitOptions } from './run/options.ts';

/** Adds `submit`. */
export function registerSubmit(program: Command, edge: Edge): void {
  const command = program
    .command('submit')
    .argument('[analysis]', 'folder, or git URL with @ref (.)')
    .description('start a run in a GitLab job without waiting; "reana-ci settle" collects it');
  addOptions(addConnectionOptions(command), submitOptions).action(
    async (analysis: string | undefined, _options: unknown, self: Command) => {
      const flags = self.optsWithGlobals<GlobalOptions & ConnectionOptions>();
      const options = readRunOptions({ ...flags }, analysis, edge.env);
      const { submit } = await import('./submit/submit.ts');
      await submit(edge, options, flags);
    },
  );
}
