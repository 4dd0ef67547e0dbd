/** `reana-ci status RUN`: where a run is. */
import type { Command } from 'commander';
import { plainText } from '../base/table.ts';
import type { WorkflowRun } from '../reana/types.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions, withClient } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';
import { addRunArgument, findNamedRun, readRun } from './run-argument.ts';
import { formatProgress, formatRunTime } from './run-text.ts';

interface StatusOptions extends GlobalOptions, ConnectionOptions, JsonOption {}

/** Adds `status`. */
export function registerStatus(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(addRunArgument(program.command('status'))))
    .description('show the status of a run')
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      await status(edge, readRun(edge, run), command.optsWithGlobals<StatusOptions>());
    });
}

async function status(edge: Edge, name: string, options: StatusOptions): Promise<void> {
  await withClient(edge, options, async (client) => {
    const run = await findNamedRun(client, name, edge.signal);
    if (options.json === true) printJson(edge, run);
    else printLines(edge, describe(run));
  });
}

function describe(run: WorkflowRun): string[] {
  const { currentStep, startedAt, finishedAt, stoppedAt } = run.progress;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['run', run.name],
    ['id', run.id],
    ['status', run.status],
    ['steps', formatProgress(run.progress)],
    ['at step', run.status === 'running' ? currentStep : undefined],
    ['created', run.created],
    ['started', startedAt],
    ['ended', finishedAt ?? stoppedAt],
    ['took', startedAt === undefined ? undefined : formatRunTime(run, new Date())],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(8)}${plainText(value)}`],
  );
}
