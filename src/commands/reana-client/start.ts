/** `reana-client start`: starts a run, and waits for its end with `--follow`. */
import { parseAssignments } from '../../base/assignment.ts';
import type { Command } from 'commander';
import { delay } from '../../base/delay.ts';
import { ReanaCiError } from '../../base/error.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { endedStatuses, type RunStatus } from '../../reana/types.ts';
import { parseOptions } from '../../specification/options.ts';
import { parseParameters } from '../../specification/parameters.ts';
import type { Edge } from '../edge.ts';
import { addWorkflowOption, printSuccess, withRun, type WorkflowOptions } from './access.ts';
import { runSpecification } from './run-specification.ts';

interface StartOptions extends WorkflowOptions {
  readonly parameter: readonly string[];
  readonly option: readonly string[];
  readonly follow?: boolean;
}

/** Milliseconds between two looks at a run. */
const pollInterval = 5000;
const ended: readonly RunStatus[] = endedStatuses;

/** Adds `start`. */
export function registerStart(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('start'))
    .description('start a run')
    .option('-p, --parameter <NAME=VALUE>', 'input parameter', append, [])
    .option('-o, --option <NAME=VALUE>', 'operational option', append, [])
    .option('--follow', 'wait until the run has ended')
    .action((options: StartOptions) => start(edge, options));
}

/** @throws ReanaCiError `run-failed` when a followed run ends otherwise than finished */
async function start(edge: Edge, options: StartOptions): Promise<void> {
  await withRun(edge, options, async (client, { id, name }) => {
    const specification = await runSpecification(client, id, edge.cwd, edge.signal);
    const parameters = parseParameters(
      parseAssignments(options.parameter, '--parameter'),
      specification,
    );
    const engineOptions = parseOptions(parseAssignments(options.option, '--option'), specification);
    await client.startRun(id, { parameters, options: engineOptions }, edge.signal);
    const { status } = await client.run(id, edge.signal);
    printSuccess(edge, `${name} is ${status}`);
    if (options.follow === true) await follow(edge, client, id, name);
  });
}

async function follow(edge: Edge, client: ReanaClient, id: string, name: string): Promise<void> {
  let { status } = await client.run(id, edge.signal);
  while (!ended.includes(status)) {
    await delay(pollInterval, edge.signal);
    ({ status } = await client.run(id, edge.signal));
  }
  if (status !== 'finished') throw new ReanaCiError('run-failed', `${name} has ${status}.`);
  printSuccess(edge, `${name} has finished`);
}

function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
