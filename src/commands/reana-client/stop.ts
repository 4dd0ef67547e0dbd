/** `reana-client stop`: ends a running run. */
import type { Command } from 'commander';
import { jsonBody } from '../../reana/call.ts';
import type { Edge, Told } from '../edge.ts';
import {
  addWorkflowOption,
  printSuccess,
  refuse,
  runCall,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { statusText } from './answer.ts';

interface StopOptions extends WorkflowOptions {
  readonly force?: boolean;
}

/** Adds `stop`. */
export function registerStop(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('stop'))
    .description('stop a running run')
    .option('--force', 'without waiting for its jobs; REANA knows no other way')
    .action((options: StopOptions) => stop(edge, options));
}

async function stop(edge: Edge, options: StopOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  if (options.force !== true) {
    const told: Told = refuse(
      edge,
      'Graceful stop not implement yet. If you really want to stop your workflow without waiting for jobs to finish use: --force option',
    );
    edge.stderr.write('Aborted!\n');
    throw told;
  }
  await withServer(
    edge,
    options,
    (reason) => `Cannot stop workflow ${workflow}: \n${reason}`,
    (client) => {
      const call = runCall(`stop ${workflow}`, 'PUT', workflow, ['status'], { status: 'stop' });
      return client.ask({ ...call, body: jsonBody({ force_stop: true }) }, edge.signal);
    },
  );
  printSuccess(edge, statusText(workflow, 'stopped'));
}
