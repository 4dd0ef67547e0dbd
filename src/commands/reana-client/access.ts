/** Access of the built-in reana-client to the server, with errors in the words of REANA's client. */
import type { Command } from 'commander';
import { isReanaCiError, type ReanaCiError } from '../../base/error.ts';
import type { Call } from '../../reana/call.ts';
import { CallError } from '../../reana/call-error.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { withClient } from '../connection.ts';
import { type Edge, Told } from '../edge.ts';

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

/**
 * Hands a client to `task`; see {@link withClient}.
 *
 * @param failed what is said of an error, given its reason
 * @throws Told with exit code 1 once the error has been shown
 */
export async function withServer<T>(
  edge: Edge,
  { accessToken }: AccessOptions,
  failed: (reason: string) => string,
  task: (client: ReanaClient) => Promise<T>,
): Promise<T> {
  const env =
    accessToken === undefined ? edge.env : { ...edge.env, REANA_ACCESS_TOKEN: accessToken };
  if ((env.REANA_SERVER_URL ?? '').trim() === '') {
    throw refuse(edge, 'REANA client is not connected to any REANA cluster.');
  }
  const file = env.REANA_ACCESS_TOKEN_FILE ?? '';
  if ((env.REANA_ACCESS_TOKEN ?? '') === '' && file === '') {
    const ways = 'the -t/--access-token flag, or by setting the REANA_ACCESS_TOKEN environment';
    throw refuse(edge, `Please provide your access token by using ${ways} variable.`);
  }
  try {
    return await withClient({ ...edge, env }, {}, task);
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    throw refuse(edge, failed(reasonOf(error)));
  }
}

/** The run that `-w` or `REANA_WORKON` names, as it is given. */
export function workflowOf(edge: Edge, { workflow }: WorkflowOptions): string {
  const name = workflow ?? edge.env.REANA_WORKON ?? '';
  if (name !== '') return name;
  const ways = '`--workflow` option or with REANA_WORKON environment variable';
  throw refuse(edge, `Workflow name must be provided either with ${ways}`);
}

/** A request about one run. */
export function runCall(
  action: string,
  method: Call['method'],
  workflow: string,
  path: readonly string[],
  query: Call['query'] = {},
): Call {
  return { action, method, path: ['workflows', workflow, ...path], query };
}

/** What the server said, or else what went wrong on the way, with every mistake that was found. */
export function reasonOf(error: ReanaCiError): string {
  if (error instanceof CallError && error.failure.answer !== undefined) return error.failure.answer;
  return [error.message, ...error.findings.map(({ message }) => message)].join('\n');
}

/** Shows an error; the result is to be thrown. */
export function refuse(edge: Edge, text: string): Told {
  printError(edge, text);
  return new Told(text, 1);
}

export function printError(edge: Edge, text: string): void {
  edge.stderr.write(`==> ERROR: ${text}\n`);
}

export function printSuccess(edge: Edge, text: string): void {
  edge.stdout.write(`==> SUCCESS: ${text}\n`);
}

export function printNote(edge: Edge, text: string): void {
  edge.stdout.write(`==> ${text}\n`);
}
