/** `reana-client delete`: removes a run, or all runs of a name. */
import type { Command } from 'commander';
import type { Edge } from '../edge.ts';
import { addWorkflowOption, printSuccess, withRun, type WorkflowOptions } from './access.ts';

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
  const allRuns = options.includeAllRuns === true;
  await withRun(edge, options, async (client, { id, name }) => {
    await client.deleteRun(id, { allRuns }, edge.signal);
    const plain = name.split('.')[0] ?? name;
    printSuccess(
      edge,
      allRuns ? `All workflows named '${plain}' have been deleted.` : `${name} has been deleted`,
    );
  });
}
