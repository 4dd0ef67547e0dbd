/** `reana-client delete`: removes a run, or all runs of a name. */
import type { Command } from 'commander';
import { jsonBody } from '../../reana/call.ts';
import type { Edge } from '../edge.ts';
import {
  addWorkflowOption,
  printSuccess,
  runCall,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { statusText } from './answer.ts';

interface DeleteOptions extends WorkflowOptions {
  readonly includeAllRuns?: boolean;
}

/** Adds `delete`. */
export function registerDelete(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('delete'))
    .description('delete a run')
    .option('--include-all-runs', 'and all runs of the same name')
    .option('--include-workspace', 'has no effect: REANA always deletes the workspace')
    .action((options: DeleteOptions) => deleteRun(edge, options));
}

async function deleteRun(edge: Edge, options: DeleteOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const allRuns = options.includeAllRuns === true;
  await withServer(
    edge,
    options,
    (reason) => `Cannot delete workflow ${workflow} \n${reason}`,
    (client) => {
      const call = runCall(`delete ${workflow}`, 'PUT', workflow, ['status'], {
        status: 'deleted',
      });
      return client.ask(
        { ...call, body: jsonBody({ all_runs: allRuns, workspace: true }) },
        edge.signal,
      );
    },
  );
  const plain = workflow.split('.')[0] ?? workflow;
  printSuccess(
    edge,
    allRuns ? `All workflows named '${plain}' have been deleted.` : statusText(workflow, 'deleted'),
  );
}
