/** `reana-client start`, `restart` and `run`: lets REANA work on a run, and waits for its end with `--follow`. */
import type { Command } from 'commander';
import * as v from 'valibot';
import { parseAssignments } from '../../base/assignment.ts';
import { delay } from '../../base/delay.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { jsonBody } from '../../reana/call.ts';
import { loadSpecification } from '../../specification/load.ts';
import { parseOptions } from '../../specification/options.ts';
import { parseParameters } from '../../specification/parameters.ts';
import { type Edge, Told } from '../edge.ts';
import {
  addWorkflowOption,
  printError,
  printNote,
  printSuccess,
  runCall,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { statusText, readAs } from './answer.ts';
import { append } from './columns.ts';
import { addCreateOptions, create, type CreateOptions, findSpecification } from './create.ts';
import { runSpecification } from './run-specification.ts';
import { askStatus } from './status.ts';
import { upload, uploadPaths } from './upload.ts';
import { listFiles } from './workspace.ts';

interface StartOptions extends WorkflowOptions {
  readonly parameter: readonly string[];
  readonly option: readonly string[];
  readonly follow?: boolean;
}

interface RestartOptions extends StartOptions {
  readonly file?: string;
}

/** Milliseconds between two looks at a run. */
const pollInterval = 5000;
const going = ['pending', 'queued', 'running'];
const failed = ['deleted', 'failed', 'stopped'];

/** Adds the commands. */
export function registerStart(program: Command, edge: Edge): void {
  addValueOptions(addWorkflowOption(program.command('start')))
    .description('start a run')
    .option('--follow', 'wait until the run has ended')
    .action((options: StartOptions) => start(edge, options));
  addValueOptions(addWorkflowOption(program.command('restart')))
    .description('start a run again in its workspace')
    .option('-f, --file <file>', 'changed specification')
    .action((options: RestartOptions) => restart(edge, options));
  addValueOptions(addCreateOptions(program.command('run')))
    .description('create a run, upload its inputs and start it')
    .option('--follow', 'wait until the run has ended')
    .action((options: CreateOptions & StartOptions) => run(edge, options));
}

function addValueOptions(command: Command): Command {
  return command
    .option('-p, --parameter <NAME=VALUE>', 'input parameter', append, [])
    .option('-o, --option <NAME=VALUE>', 'operational option', append, []);
}

async function run(edge: Edge, options: CreateOptions & StartOptions): Promise<void> {
  printNote(edge, 'Creating a workflow...');
  const workflow = await create(edge, options);
  printNote(edge, 'Uploading files...');
  await upload(edge, [], { ...options, workflow });
  printNote(edge, 'Starting workflow...');
  await start(edge, { ...options, workflow });
}

/** @throws Told with exit code 1 when the run has ended otherwise than finished */
async function start(edge: Edge, options: StartOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  await withServer(
    edge,
    options,
    (reason) => `Cannot start workflow ${workflow}: \n${reason}`,
    async (client) => {
      const values = await valuesOf(edge, client, workflow, options);
      const body = jsonBody({
        input_parameters: values.parameters,
        operational_options: values.options,
      });
      const call = runCall(`start ${workflow}`, 'POST', workflow, ['start']);
      await client.ask({ ...call, body }, edge.signal);
      let status = await showStatus(edge, client, workflow);
      while (options.follow === true && going.includes(status)) {
        await delay(pollInterval, edge.signal);
        status = await showStatus(edge, client, workflow);
      }
      if (options.follow !== true || status !== 'finished') return;
      printNote(edge, 'Listing workflow output files...');
      await listFiles(edge, undefined, { ...options, url: true, format: [], filter: [], page: 1 });
    },
  );
}

async function showStatus(edge: Edge, client: ReanaClient, workflow: string): Promise<string> {
  const { status } = await askStatus(client, workflow, edge.signal);
  const text = statusText(workflow, status);
  if (!failed.includes(status)) printSuccess(edge, text);
  else {
    printError(edge, text);
    throw new Told(text, 1);
  }
  return status;
}

async function restart(edge: Edge, options: RestartOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const file = options.file === undefined ? undefined : findSpecification(edge, options.file);
  await withServer(
    edge,
    options,
    (reason) => `Cannot start workflow ${workflow}: \n${reason}`,
    async (client) => {
      const changed = file === undefined ? undefined : await loadSpecification(edge.cwd, file);
      if (file !== undefined) await uploadPaths(edge, client, workflow, [file]);
      const specification =
        changed ?? (await runSpecification(client, workflow, edge.cwd, edge.signal));
      const call = runCall(`restart ${workflow}`, 'POST', workflow, ['start']);
      const body = jsonBody({
        input_parameters: parseParameters(
          parseAssignments(options.parameter, '--parameter'),
          specification,
        ),
        operational_options: parseOptions(
          parseAssignments(options.option, '--option'),
          specification,
        ),
        restart: true,
        ...(changed === undefined ? {} : { reana_specification: changed.data }),
      });
      const answer = await client.ask({ ...call, body, once: true }, edge.signal);
      const { workflow_name: name, run_number: number } = readAs(restartedSchema, answer);
      const full = `${name}.${String(number)}`;
      const { status } = await askStatus(client, full, edge.signal);
      printSuccess(edge, statusText(full, status));
    },
  );
}

const restartedSchema = v.object({
  workflow_name: v.string(),
  run_number: v.union([v.string(), v.number()]),
});

async function valuesOf(edge: Edge, client: ReanaClient, workflow: string, options: StartOptions) {
  if (options.parameter.length + options.option.length === 0)
    return { parameters: {}, options: {} };
  const specification = await runSpecification(client, workflow, edge.cwd, edge.signal);
  return {
    parameters: parseParameters(parseAssignments(options.parameter, '--parameter'), specification),
    options: parseOptions(parseAssignments(options.option, '--option'), specification),
  };
}
