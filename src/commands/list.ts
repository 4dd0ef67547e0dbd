/** `reana-ci list`: the account's runs, the newest first. */
import { type Command, InvalidArgumentError } from 'commander';
import { formatTable } from '../base/table.ts';
import { type RunStatus, runStatuses, type WorkflowRun } from '../reana/types.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions, withClient } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';
import { formatProgress, formatRunTime } from './run-text.ts';
import { parseWholeNumber } from './whole-number.ts';

interface ListOptions extends GlobalOptions, ConnectionOptions, JsonOption {
  readonly search?: string;
  readonly status?: readonly RunStatus[];
  readonly limit: number;
}

/** Adds `list`. */
export function registerList(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(program.command('list')))
    .description('list your runs, newest first')
    .option('--search <text>', 'only runs whose name contains this text')
    .option('--status <status,...>', 'only runs in one of these states', parseStatuses)
    .option('--limit <number>', 'maximum number of runs', parseWholeNumber(1), 20)
    .action(async (_options: unknown, command: Command) => {
      await list(edge, command.optsWithGlobals<ListOptions>());
    });
}

async function list(edge: Edge, options: ListOptions): Promise<void> {
  await withClient(edge, options, async (client) => {
    const { search, status, limit } = options;
    const query = {
      ...(search === undefined ? {} : { search }),
      ...(status === undefined ? {} : { status }),
      limit,
    };
    const runs = await client.listRuns(query, edge.signal);
    if (options.json === true) printJson(edge, runs);
    else if (runs.length === 0) edge.stderr.write('No matching run.\n');
    else printLines(edge, formatRuns(runs, new Date()));
  });
}

function formatRuns(runs: readonly WorkflowRun[], now: Date): string[] {
  const rows = runs.map((run) => [
    run.name,
    run.status,
    formatProgress(run.progress),
    run.created,
    formatRunTime(run, now),
    run.id,
  ]);
  return formatTable([['RUN', 'STATUS', 'STEPS', 'CREATED', 'TOOK', 'ID'], ...rows]);
}

function parseStatuses(text: string): RunStatus[] {
  const statuses = text.split(',').map((part) => part.trim());
  const unknown = statuses.filter((status) => !isRunStatus(status));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(`${unknown.join(', ')} is not among ${runStatuses.join(', ')}.`);
  }
  return statuses.filter(isRunStatus);
}

function isRunStatus(text: string): text is RunStatus {
  return (runStatuses as readonly string[]).includes(text);
}
