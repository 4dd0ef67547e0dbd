/** `reana-client status`: one run as a table of one row. */
import type { Command } from 'commander';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { Edge } from '../edge.ts';
import {
  addWorkflowOption,
  runCall,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { durationOf, type RunAnswer, runSchema, splitName, readAs } from './answer.ts';
import { addTableOptions, type Cell, cellOf, printTable, type TableOptions } from './columns.ts';

interface StatusOptions extends WorkflowOptions, TableOptions {
  readonly verbose?: boolean;
  readonly includeDuration?: boolean;
}

/** Adds `status`. */
export function registerStatus(program: Command, edge: Edge): void {
  addTableOptions(addWorkflowOption(program.command('status')))
    .description('show the status of a run')
    .option('-v, --verbose', 'more columns')
    .option('--include-duration', 'seconds since the start')
    .action((options: StatusOptions) => status(edge, options));
}

/** The run with its progress, as the server tells it. */
export async function askStatus(
  client: ReanaClient,
  workflow: string,
  signal: AbortSignal,
): Promise<RunAnswer> {
  const call = runCall(`ask for the status of ${workflow}`, 'GET', workflow, ['status']);
  return readAs(runSchema, await client.ask(call, signal));
}

async function status(edge: Edge, options: StatusOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const run = await withServer(
    edge,
    options,
    (reason) => `Cannot retrieve the status of a workflow ${workflow}: \n${reason}`,
    (client) => askStatus(client, workflow, edge.signal),
  );
  const cells = cellsOf(run, options);
  const columns = cells.map(([column]) => column);
  printTable(edge, { columns, rows: [cells.map(([, cell]) => cell)] }, options);
}

function cellsOf(run: RunAnswer, options: StatusOptions): [column: string, cell: Cell][] {
  const [name, number] = splitName(run.name);
  const { progress } = run;
  const total = progress?.total?.total ?? 0;
  const started = ['running', 'finished', 'failed', 'stopped'].includes(run.status)
    ? (progress?.run_started_at ?? '')
    : '';
  const ended = started === '' ? '' : (progress?.run_finished_at ?? '');
  const command = commandOf(run);
  const isVerbose = options.verbose === true;
  const cells: [string, Cell, boolean][] = [
    ['name', name, true],
    ['run_number', number, true],
    ['created', run.created ?? 'None', true],
    ['started', started, started !== ''],
    ['ended', ended, ended !== ''],
    ['status', run.status, true],
    ['progress', `${String(progress?.finished?.total ?? 0)}/${String(total)}`, total > 0],
    ['id', run.id ?? 'None', isVerbose],
    ['user', run.user ?? 'None', isVerbose],
    ['command', command, isVerbose && command !== ''],
    ['duration', cellOf(durationOf(run)), isVerbose || options.includeDuration === true],
  ];
  return cells.filter(([, , isShown]) => isShown).map(([column, cell]) => [column, cell]);
}

/** Without the change of folder that REANA puts before each command. */
function commandOf({ progress }: RunAnswer): string {
  const command = progress?.current_command ?? '';
  if (command === '') return progress?.current_step_name ?? '';
  return command.startsWith('bash -c "cd ') ? command.slice(command.indexOf(';') + 2, -2) : command;
}
