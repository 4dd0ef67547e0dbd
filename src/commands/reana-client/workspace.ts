/** `reana-client ls`, `du`, `rm`, `mv` and `prune`: the files in the workspace of a run. */
import type { Command } from 'commander';
import * as v from 'valibot';
import { text } from '../../reana/schema.ts';
import { jsonBody } from '../../reana/call.ts';
import type { Edge } from '../edge.ts';
import { Told } from '../edge.ts';
import { parseWholeNumber } from '../whole-number.ts';
import {
  addWorkflowOption,
  printError,
  printSuccess,
  refuse,
  runCall,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { sizeSchema, sizeText, readAs } from './answer.ts';
import { addTableOptions, append, printTable, type TableOptions } from './columns.ts';
import { parseFilters } from './filters.ts';

interface ListFilesOptions extends WorkflowOptions, TableOptions {
  readonly url?: boolean;
  readonly filter: readonly string[];
  readonly humanReadable?: boolean;
  readonly page: number;
  readonly size?: number;
}

interface DiskUsageOptions extends WorkflowOptions {
  readonly summarize?: boolean;
  readonly filter: readonly string[];
  readonly humanReadable?: boolean;
}

interface PruneOptions extends WorkflowOptions {
  readonly includeInputs?: boolean;
  readonly includeOutputs?: boolean;
}

const filesSchema = v.object({
  items: v.array(v.object({ name: v.string(), size: sizeSchema, 'last-modified': text })),
});
const usageSchema = v.object({
  disk_usage_info: v.array(v.object({ name: v.string(), size: sizeSchema })),
});
const deletedSchema = v.object({
  deleted: v.record(v.string(), v.object({ size: v.number() })),
  failed: v.record(v.string(), v.object({ error: text })),
});
const hidden = ['.git/', '/.git/'];

/** Adds the commands. */
export function registerWorkspace(program: Command, edge: Edge): void {
  addTableOptions(addWorkflowOption(program.command('ls')))
    .description('list the files of a workspace')
    .argument('[pattern]')
    .option('--url', 'addresses of the files')
    .option('--filter <column=value>', 'only files like this', append, [])
    .option('-h, --human-readable', 'sizes in KiB, MiB, …')
    .option('--page <number>', 'which page', parseWholeNumber(1), 1)
    .option('--size <number>', 'files on a page', parseWholeNumber(1))
    .action((pattern: string | undefined, options: ListFilesOptions) =>
      listFiles(edge, pattern, options),
    );
  addWorkflowOption(program.command('du'))
    .description('show what a workspace takes on disk')
    .option('-s, --summarize', 'only the total')
    .option('--filter <column=value>', 'only files like this', append, [])
    .option('-h, --human-readable', 'sizes in KiB, MiB, …')
    .action((options: DiskUsageOptions) => showUsage(edge, options));
  addWorkflowOption(program.command('rm'))
    .description('delete files from a workspace')
    .argument('[pattern...]')
    .action((patterns: string[], options: WorkflowOptions) => remove(edge, patterns, options));
  addWorkflowOption(program.command('mv'))
    .description('move a file within a workspace')
    .argument('<source>')
    .argument('<target>')
    .action((source: string, target: string, options: WorkflowOptions) =>
      move(edge, source, target, options),
    );
  addWorkflowOption(program.command('prune'))
    .description('delete the files of a workspace that are neither inputs nor outputs')
    .option('--include-inputs', 'also inputs')
    .option('--include-outputs', 'also outputs')
    .action((options: PruneOptions) => prune(edge, options));
}

/** Prints the files as `ls` does. */
export async function listFiles(
  edge: Edge,
  pattern: string | undefined,
  options: ListFilesOptions,
): Promise<void> {
  const workflow = workflowOf(edge, options);
  const columns = ['name', 'size', 'last-modified'];
  const { search } = parseFilters(edge, options.filter, columns);
  await withServer(
    edge,
    options,
    (reason) =>
      `Something went wrong while retrieving file list for workflow ${workflow}:\n${reason}`,
    async (client) => {
      const { page, size, format, json } = options;
      const query = { file_name: pattern, page, size, search };
      const call = runCall(`list the files of ${workflow}`, 'GET', workflow, ['workspace'], query);
      const answer = readAs(filesSchema, await client.ask(call, edge.signal));
      const files = answer.items.filter(({ name }) => !isHidden(name));
      if (options.url === true) {
        const urls = files.map(({ name }) => urlOf(client.server, workflow, name));
        edge.stdout.write(`${urls.join('\n')}\n`);
        return;
      }
      const isHuman = options.humanReadable === true;
      const rows = files.map((file) => [
        file.name,
        String(sizeText(file.size, isHuman)),
        file['last-modified'] ?? 'None',
      ]);
      printTable(edge, { columns, rows }, { format, ...(json === undefined ? {} : { json }) });
    },
  );
}

async function showUsage(edge: Edge, options: DiskUsageOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const columns = ['size', 'name'];
  const { search } = parseFilters(edge, options.filter, columns);
  const answer = await withServer(
    edge,
    options,
    (reason) => `Disk usage could not be retrieved: \n${reason}`,
    (client) => {
      const call = runCall(`ask for the disk usage of ${workflow}`, 'GET', workflow, [
        'disk_usage',
      ]);
      // A GET with a body is what the API wants here.
      const body = jsonBody({ summarize: options.summarize === true, search: search ?? null });
      return client.ask({ ...call, body }, edge.signal);
    },
  );
  const { disk_usage_info: files } = readAs(usageSchema, answer);
  if (files.length === 0) throw refuse(edge, 'No files matching filter criteria.');
  const isHuman = options.humanReadable === true;
  const rows = files
    .filter(({ name }) => !isHidden(name))
    .map(({ name, size }) => [sizeText(size, isHuman), `.${name}`]);
  printTable(edge, { columns, rows }, { format: [] });
}

async function remove(edge: Edge, patterns: string[], options: WorkflowOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  let hasFailed = false;
  for (const pattern of patterns) {
    hasFailed = !(await removeOne(edge, workflow, pattern, options)) || hasFailed;
  }
  if (hasFailed) throw new Told('not everything was deleted', 1);
}

/** @returns whether all went well */
async function removeOne(
  edge: Edge,
  workflow: string,
  pattern: string,
  options: WorkflowOptions,
): Promise<boolean> {
  try {
    const answer = await withServer(
      edge,
      options,
      () => `Something went wrong while deleting ${pattern}`,
      (client) => {
        const path = ['workspace', ...pattern.split('/')];
        const call = runCall(`delete ${pattern} from ${workflow}`, 'DELETE', workflow, path);
        return client.ask(call, edge.signal);
      },
    );
    const { deleted, failed } = readAs(deletedSchema, answer);
    for (const file of Object.keys(deleted))
      printSuccess(edge, `File ${file} was successfully deleted.`);
    for (const [file, { error }] of Object.entries(failed)) {
      printError(edge, `Something went wrong while deleting ${file}.\n${error ?? ''}`);
    }
    const freed = Object.values(deleted).reduce((sum, { size }) => sum + size, 0);
    if (freed > 0) printSuccess(edge, `${String(freed)} bytes freed up.`);
    const isNone = Object.keys(deleted).length + Object.keys(failed).length === 0;
    if (isNone) printError(edge, `${pattern} did not match any existing file.`);
    return !isNone && Object.keys(failed).length === 0;
  } catch (error) {
    if (error instanceof Told) return false;
    throw error;
  }
}

async function move(
  edge: Edge,
  source: string,
  target: string,
  options: WorkflowOptions,
): Promise<void> {
  const workflow = workflowOf(edge, options);
  await withServer(
    edge,
    options,
    (reason) => `Something went wrong. ${reason}`,
    (client) => client.moveFiles(workflow, source, target, edge.signal),
  );
  printSuccess(edge, `${source} was successfully moved to ${target}.`);
}

async function prune(edge: Edge, options: PruneOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const answer = await withServer(
    edge,
    options,
    (reason) => `Workspace could not be pruned: \n${reason}`,
    (client) => {
      const choice = {
        include_inputs: options.includeInputs === true,
        include_outputs: options.includeOutputs === true,
      };
      const call = runCall(
        `prune the workspace of ${workflow}`,
        'POST',
        workflow,
        ['prune'],
        choice,
      );
      // Older servers read the query, newer ones the body.
      return client.ask({ ...call, body: jsonBody(choice) }, edge.signal);
    },
  );
  printSuccess(edge, readAs(v.object({ message: v.string() }), answer).message);
}

function isHidden(name: string): boolean {
  return hidden.some((start) => name.startsWith(start));
}

function urlOf(server: string, workflow: string, name: string): string {
  return `${server}/api/workflows/${workflow}/workspace/${name}`;
}
