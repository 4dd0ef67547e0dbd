/** `reana-client list`: the account's runs, the newest first. */
import type { Command } from 'commander';
import type { ListRunsQuery } from '../../reana/reana-client.ts';
import { runStatuses } from '../../reana/types.ts';
import type { Edge } from '../edge.ts';
import { addAccessOption, type AccessOptions, withServer } from './access.ts';
import {
  chooseColumns,
  type ColumnChoice,
  parseColumns,
  printRows,
  printTable,
} from './columns.ts';
import { runRow } from './run-row.ts';

interface ListOptions extends AccessOptions {
  readonly workflow?: string;
  readonly format?: ColumnChoice;
  readonly filter: readonly ColumnChoice[];
  readonly all?: boolean;
  readonly showDeletedRuns?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly includeDuration?: boolean;
  readonly includeProgress?: boolean;
}

/** Adds `list`. */
export function registerList(program: Command, edge: Edge): void {
  addAccessOption(program.command('list'))
    .description('list your runs, newest first')
    .option('-w, --workflow <name>', 'only runs of this name')
    .option('--format <column,...>', 'only these columns; COLUMN=VALUE chooses rows', parseColumns)
    .option('--filter <column=value>', 'only rows with this value', appendFilter, [])
    .option('--all', 'also deleted runs')
    .option('--show-deleted-runs', 'the same as --all')
    .option('--json', 'print JSON')
    .option('-v, --verbose', 'more columns')
    .option('--include-duration', 'seconds from start to end')
    .option('--include-progress', 'steps')
    .action((options: ListOptions) => list(edge, options));
}

async function list(edge: Edge, options: ListOptions): Promise<void> {
  const { workflow, verbose } = options;
  const everything = options.all === true || options.showDeletedRuns === true;
  const query: ListRunsQuery = {
    ...(workflow === undefined ? {} : { name: workflow }),
    status: runStatuses.filter((status) => everything || status !== 'deleted'),
  };
  const runs = await withServer(edge, options, (client) => client.listRuns(query, edge.signal));
  const all = [
    ...['name', 'run_number', 'created', 'started', 'ended', 'status'],
    ...(verbose === true ? ['id'] : []),
    ...(verbose === true || options.includeProgress === true ? ['progress'] : []),
    ...(verbose === true || options.includeDuration === true ? ['duration'] : []),
  ];
  const chosen = options.filter.reduce(
    (rows, { values }) => chooseColumns(all, rows, { columns: [], values }).rows,
    chooseColumns(all, runs.map(runRow), options.format).rows,
  );
  const { columns } = chooseColumns(all, [], options.format);
  if (options.json === true) printRows(edge, columns, chosen);
  else printTable(edge, columns, chosen);
}

function appendFilter(text: string, before: readonly ColumnChoice[]): ColumnChoice[] {
  return [...before, parseColumns(text)];
}
