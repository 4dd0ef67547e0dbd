/** How the look-alike's commands get to the server and to the run that they are about. */
import type { Command } from 'commander';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkflowRun } from '../../reana/types.ts';
import { withClient } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { readRun } from '../run-argument.ts';

export interface AccessOptions {
  /** `--access-token`, in place of `REANA_ACCESS_TOKEN`. */
  readonly accessToken?: string;
}

export interface WorkflowOptions extends AccessOptions {
  /** `-w`, in place of `REANA_WORKON`. */
  readonly workflow?: string;
}

/** Adds `-t`. */
export function addAccessOption(command: Command): Command {
  return command.option('-t, --access-token <token>', 'your token (REANA_ACCESS_TOKEN)');
}

/** Adds `-w` and `-t`. */
export function addWorkflowOption(command: Command): Command {
  return addAccessOption(
    command.option('-w, --workflow <run>', 'name, name.N or UUID (REANA_WORKON)'),
  );
}

/** Hands a client to `task`; see {@link withClient}. */
export async function withServer<T>(
  edge: Edge,
  { accessToken }: AccessOptions,
  task: (client: ReanaClient) => Promise<T>,
): Promise<T> {
  const env =
    accessToken === undefined ? edge.env : { ...edge.env, REANA_ACCESS_TOKEN: accessToken };
  return withClient({ ...edge, env }, {}, task);
}

/**
 * Hands a client and the run that `-w` or `REANA_WORKON` names to `task`.
 *
 * @throws ReanaCiError `usage` when none is named, `not-found`
 */
export async function withRun<T>(
  edge: Edge,
  options: WorkflowOptions,
  task: (client: ReanaClient, run: WorkflowRun) => Promise<T>,
): Promise<T> {
  const name = readRun(edge, options.workflow);
  return withServer(edge, options, async (client) =>
    task(client, await client.run(name, edge.signal)),
  );
}

/** Tells of a success as REANA's client does. */
export function printSuccess(edge: Edge, text: string): void {
  edge.stdout.write(`==> SUCCESS: ${text}\n`);
}
