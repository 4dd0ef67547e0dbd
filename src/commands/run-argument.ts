/** The run that a command is about. */
import type { Command } from 'commander';
import { isReanaCiError, ReanaCiError } from '../base/error.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import { isUuid } from '../reana/runs.ts';
import type { WorkflowRun } from '../reana/types.ts';
import { titleOf } from '../run/plan/job-identity.ts';
import type { Edge } from './edge.ts';

/** Adds the argument RUN, which `REANA_WORKON` stands in for. */
export function addRunArgument(command: Command): Command {
  return command.argument('[run]', 'name, name.N or UUID of the run (REANA_WORKON)');
}

/**
 * The run as given, or as `REANA_WORKON` names it.
 *
 * @throws ReanaCiError `usage` when neither names one
 */
export function readRun(edge: Edge, given: string | undefined): string {
  const run = (given ?? edge.env.REANA_WORKON ?? '').trim();
  if (run === '') {
    throw new ReanaCiError('usage', 'No run is given.', {
      hint: 'Give its name, name.N or UUID, or set REANA_WORKON; "reana-ci list" shows them.',
    });
  }
  return run;
}

/** Whether `text` can name a run; names of runs hold no dot but the one before the run number. */
export function mayNameRun(text: string): boolean {
  return /^[^./*?[\]{}]+(\.\d+){0,2}$/.test(text);
}

/**
 * Finds the run that people mean by `given`: a UUID, a name as REANA has it, or the title of the runs of
 * `reana-ci run`, which REANA knows with the digest of the job behind it. A name alone means the latest run.
 *
 * @throws ReanaCiError `not-found`, or `usage` when `title.N` could be several runs
 */
export async function findNamedRun(
  client: Pick<ReanaClient, 'run' | 'listRuns'>,
  given: string,
  signal: AbortSignal,
): Promise<WorkflowRun> {
  const [title = '', ...number] = given.split('.');
  if (number.length > 0 || isUuid(given)) {
    const exact = await findExactly(client, given, signal);
    if (exact !== undefined) return exact;
  }
  const [latest, ...others] = (await client.listRuns({ search: title }, signal)).filter(
    ({ name }) => {
      const [full = '', ...itsNumber] = name.split('.');
      const matches = number.length === 0 || number.join('.') === itsNumber.join('.');
      return matches && (full === title || titleOf(full) === title);
    },
  );
  // Says which runs there are.
  if (latest === undefined) return await client.run(given, signal);
  if (number.length > 0 && others.length > 0) throw severalRuns(given, [latest, ...others]);
  return await client.run(latest.id, signal);
}

async function findExactly(
  client: Pick<ReanaClient, 'run'>,
  given: string,
  signal: AbortSignal,
): Promise<WorkflowRun | undefined> {
  try {
    return await client.run(given, signal);
  } catch (error) {
    if (isReanaCiError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

function severalRuns(given: string, runs: readonly WorkflowRun[]): ReanaCiError {
  const names = runs.slice(0, 5).map(({ name }) => name);
  const more = runs.length > names.length ? ', …' : '';
  return new ReanaCiError('usage', `${given} matches ${runs.length} runs.`, {
    hint: `Give one of these names: ${names.join(', ')}${more}`,
  });
}
