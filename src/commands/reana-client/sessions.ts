/** `reana-client open` and `close`: interactive sessions, for servers that have them. */
import { Argument, type Command } from 'commander';
import * as v from 'valibot';
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
import { readAs } from './answer.ts';

interface OpenOptions extends WorkflowOptions {
  readonly image?: string;
}

/** Adds the commands. */
export function registerSessions(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('open'))
    .description('open an interactive session in the workspace of a run')
    .addArgument(new Argument('[type]').choices(['jupyter']).default('jupyter'))
    .option('-i, --image <image>', 'image of the session')
    .action((type: string, options: OpenOptions) => open(edge, type, options));
  addWorkflowOption(program.command('close'))
    .description('close the interactive session of a run')
    .action((options: WorkflowOptions) => close(edge, options));
}

async function open(edge: Edge, type: string, options: OpenOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  await withServer(
    edge,
    options,
    (reason) => `Interactive session could not be opened: \n${reason}`,
    async (client) => {
      const call = runCall(`open a session of ${workflow}`, 'POST', workflow, ['open', type]);
      const body = jsonBody({ image: options.image ?? null });
      const answer = await client.ask({ ...call, body }, edge.signal);
      const { path } = readAs(v.object({ path: v.string() }), answer);
      printSuccess(edge, 'Interactive session opened successfully');
      // Without the token, which does not belong into a log.
      edge.stdout.write(`${client.server}${path}\n`);
      edge.stdout.write('It could take several minutes to start the interactive session.\n');
    },
  );
}

async function close(edge: Edge, options: WorkflowOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  await withServer(
    edge,
    options,
    (reason) => `Interactive session could not be closed: \n${reason}`,
    (client) =>
      client.ask(
        runCall(`close the session of ${workflow}`, 'POST', workflow, ['close', '']),
        edge.signal,
      ),
  );
  printSuccess(edge, `Interactive session for workflow ${workflow} was successfully closed`);
}
