/** `reana-client list`: the account's runs or interactive sessions. */
import type { Command } from 'commander';
import * as v from 'valibot';
import { runStatuses } from '../../reana/types.ts';
import type { Edge } from '../edge.ts';
import { parseWholeNumber } from '../whole-number.ts';
import { addAccessOption, type AccessOptions, withServer } from './access.ts';
import { durationOf, type RunAnswer, runSchema, sizeText, splitName, readAs } from './answer.ts';
import {
  addTableOptions,
  append,
  type Cell,
  cellOf,
  printTable,
  type TableOptions,
} from './columns.ts';
import { parseFilters } from './filters.ts';

interface ListOptions extends AccessOptions, TableOptions {
  readonly workflow?: string;
  readonly sessions?: boolean;
  readonly filter: readonly string[];
  readonly all?: boolean;
  readonly showDeletedRuns?: boolean;
  readonly verbose?: boolean;
  readonly humanReadable?: boolean;
  readonly sort: string;
  readonly includeDuration?: boolean;
  readonly includeProgress?: boolean;
  readonly includeWorkspaceSize?: boolean;
  readonly page: number;
  readonly size?: number;
}

const listSchema = v.object({ items: v.array(runSchema) });
const batchColumns = ['name', 'run_number', 'created', 'started', 'ended', 'status'];
const sessionColumns = [
  ...['name', 'run_number', 'created'],
  ...['session_type', 'session_uri', 'session_status'],
];

/** Adds `list`. */
export function registerList(program: Command, edge: Edge): void {
  addTableOptions(addAccessOption(program.command('list')))
    .description('list your runs, newest first')
    .option('-w, --workflow <name>', 'only runs of this name')
    .option('-s, --sessions', 'interactive sessions in place of runs')
    .option('--filter <column=value>', 'only runs whose name or status is like this', append, [])
    .option('--sort <column>', 'order by this column, the largest first', 'created')
    .option('--all', 'also deleted runs')
    .option('--show-deleted-runs', 'the same as --all')
    .option('-v, --verbose', 'more columns')
    .option('-h, --human-readable', 'sizes in KiB, MiB, …')
    .option('--include-duration', 'seconds from start to end')
    .option('--include-progress', 'steps')
    .option('--include-workspace-size', 'size of the workspace')
    .option('--page <number>', 'which page', parseWholeNumber(1), 1)
    .option('--size <number>', 'runs on a page', parseWholeNumber(1))
    .action((options: ListOptions) => list(edge, options));
}

async function list(edge: Edge, options: ListOptions): Promise<void> {
  const columns = columnsOf(options);
  const runs = await requestRuns(edge, options);
  const rows = runs.map((run) => columns.map((column) => valueOf(edge, run, column)));
  const sortColumn = columns.indexOf(options.sort.toLowerCase());
  const order = sortColumn < 0 ? 2 : sortColumn;
  rows.sort((a, b) => compare(b[order], a[order], columns[order]));
  const isHuman = options.humanReadable === true;
  const workOn = edge.env.REANA_WORKON ?? '';
  const shown = rows.map((row) =>
    row.map((value, index): Cell => {
      if (columns[index] === 'size') return sizeText(value as RunAnswer['size'], isHuman);
      const isActive =
        columns[index] === 'run_number' && `${String(row[0])}.${String(value)}` === workOn;
      return isActive ? `${String(value)} *` : cellOf(value);
    }),
  );
  printTable(edge, { columns, rows: shown }, options);
}

async function requestRuns(edge: Edge, options: ListOptions): Promise<RunAnswer[]> {
  const { statuses, search } = parseFilters(edge, options.filter, ['name', 'status']);
  const withDeleted = options.all === true || options.showDeletedRuns === true;
  const usual = runStatuses.filter((status) => withDeleted || status !== 'deleted');
  const answer = await withServer(
    edge,
    options,
    (reason) => `Workflow list could not be retrieved: \n${reason}`,
    (client) =>
      client.ask(
        {
          action: 'list the runs',
          method: 'GET',
          path: ['workflows'],
          query: {
            verbose: options.verbose === true,
            type: options.sessions === true ? 'interactive' : 'batch',
            page: options.page,
            size: options.size,
            status: (statuses.length > 0 ? statuses : usual).join(','),
            search,
            include_progress: options.includeProgress,
            include_workspace_size: options.includeWorkspaceSize,
            workflow_id_or_name: options.workflow,
          },
        },
        edge.signal,
      ),
  );
  return readAs(listSchema, answer).items;
}

function columnsOf(options: ListOptions): string[] {
  const isVerbose = options.verbose === true;
  return [
    ...(options.sessions === true ? sessionColumns : batchColumns),
    ...(isVerbose ? ['id', 'user'] : []),
    ...(isVerbose || options.includeWorkspaceSize === true ? ['size'] : []),
    ...(isVerbose || options.includeProgress === true ? ['progress'] : []),
    ...(isVerbose || options.includeDuration === true ? ['duration'] : []),
  ];
}

function valueOf(edge: Edge, run: RunAnswer, column: string): unknown {
  const [name, number] = splitName(run.name);
  const { progress } = run;
  if (column === 'name') return name;
  if (column === 'run_number') return number;
  if (column === 'duration') return durationOf(run);
  if (column === 'progress') {
    return `${String(cellOf(progress?.finished?.total))}/${String(cellOf(progress?.total?.total))}`;
  }
  if (column === 'started') return progress?.run_started_at ?? '-';
  if (column === 'ended') return progress?.run_finished_at ?? '-';
  if (column === 'session_uri') {
    const server = (edge.env.REANA_SERVER_URL ?? '').replaceAll(/^[\s/]+|[\s/]+$/g, '');
    return `${server}${run.session_uri ?? ''}`;
  }
  return run[column as keyof RunAnswer];
}

function compare(a: unknown, b: unknown, column: string | undefined): number {
  const [one, other] = [keyOf(a, column), keyOf(b, column)];
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const [x, y] = [one[index] ?? -1, other[index] ?? -1];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/** What is missing comes last. */
function keyOf(value: unknown, column: string | undefined): (string | number)[] {
  if (column === 'run_number') return String(value).split('.').map(Number);
  if (column === 'size') return [(value as RunAnswer['size'])?.raw ?? -1];
  return value === undefined || value === null ? [0] : [1, value as string | number];
}
