/** `reana-ci logs RUN`: what the steps and the engine said. */
import type { Command } from 'commander';
import { ReanaCiError } from '../base/error.ts';
import { plainText } from '../base/table.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import type { JobLog, RunLogs } from '../reana/types.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions, withClient } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson } from './output.ts';
import { addRunArgument, findNamedRun, readRun } from './run-argument.ts';

interface LogsOptions extends GlobalOptions, ConnectionOptions, JsonOption {
  readonly step?: readonly string[];
}

/** Adds `logs`. */
export function registerLogs(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(addRunArgument(program.command('logs'))))
    .description('print the logs of a run: the engine, then each step')
    .option('--step <name...>', 'only these steps')
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      await logs(edge, readRun(edge, run), command.optsWithGlobals<LogsOptions>());
    });
}

async function logs(edge: Edge, name: string, options: LogsOptions): Promise<void> {
  await withClient(edge, options, async (client) => {
    const { id } = await findNamedRun(client, name, edge.signal);
    const found = await fetchLogs(client, id, options.step, edge.signal);
    if (options.json === true) printJson(edge, found);
    else printLogs(edge, found);
  });
}

/** @throws ReanaCiError `not-found` when the run has had none of the steps asked for */
async function fetchLogs(
  client: ReanaClient,
  id: string,
  steps: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<RunLogs> {
  if (steps === undefined) return client.logs(id, {}, signal);
  const found = await client.logs(id, { steps }, signal);
  if (found.jobs.length > 0) return found;
  const all = await client.logs(id, {}, signal);
  const names = [...new Set(all.jobs.map((job) => plainText(job.name)))];
  throw new ReanaCiError('not-found', `The run has no log of a step ${steps.join(', ')}.`, {
    hint:
      names.length === 0
        ? 'No step has begun yet.'
        : `Steps that have begun: ${names.join(', ')}. REANA keeps a step's log once the step has ended.`,
  });
}

function printLogs(edge: Edge, logs: RunLogs): void {
  if (logs.engine.trim() !== '') printSection(edge, 'workflow engine', logs.engine);
  for (const job of logs.jobs) printSection(edge, headingOf(job), job.logs);
}

function printSection(edge: Edge, heading: string, text: string): void {
  const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  edge.stdout.write(`==> ${plainText(heading)} <==\n${ended}\n`);
}

function headingOf(job: JobLog): string {
  return `${job.name === '' ? job.id : job.name}: ${job.status}`;
}
