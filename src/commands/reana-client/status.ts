/** `reana-client status`: one run as a table of one row. */
import type { Command } from 'commander';
import type { Edge } from '../edge.ts';
import { addWorkflowOption, withRun, type WorkflowOptions } from './access.ts';
import {
  chooseColumns,
  type ColumnChoice,
  parseColumns,
  printRows,
  printTable,
} from './columns.ts';
import { runRow } from './run-row.ts';

interface StatusOptions extends WorkflowOptions {
  readonly format?: ColumnChoice;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly includeDuration?: boolean;
}

/** Adds `status`. */
export function registerStatus(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('status'))
    .description('show the status of a run')
    .option('--format <column,...>', 'only these columns', parseColumns)
    .option('--json', 'print JSON')
    .option('-v, --verbose', 'more columns')
    .option('--include-duration', 'seconds since the start')
    .action((options: StatusOptions) => status(edge, options));
}

async function status(edge: Edge, options: StatusOptions): Promise<void> {
  await withRun(edge, options, (_client, run) => {
    const row = runRow(run);
    const present = (column: string) => row[column] !== '-' && row[column] !== '-/-';
    const all = [
      'name',
      'run_number',
      'created',
      ...['started', 'ended'].filter(present),
      'status',
      ...['progress'].filter(present),
      ...(options.verbose === true ? ['id', ...['command'].filter(present)] : []),
      ...(options.verbose === true || options.includeDuration === true ? ['duration'] : []),
    ];
    const { columns, rows } = chooseColumns(all, [row], options.format);
    if (options.json === true) printRows(edge, columns, rows);
    else printTable(edge, columns, rows);
    return Promise.resolve();
  });
}
