/** Finding, stopping and deleting runs. */
import { ReanaCiError } from '../base/error.ts';
import type { Api } from './api.ts';
import { jsonBody, type Call } from './call.ts';
import { CallError } from './call-error.ts';
import { allPages, type Page } from './pages.ts';
import type { ListRunsQuery } from './requests.ts';
import { changedRunSchema, runListSchema } from './run-schema.ts';
import { hasEnded, type WorkflowRun } from './types.ts';

/**
 * Lists runs, the newest first, deleted ones among them unless `status` leaves them out.
 *
 * @param progress whether to ask for progress, which the server looks up run by run
 */
export async function listRuns(
  api: Api,
  query: ListRunsQuery,
  progress: boolean,
  signal?: AbortSignal,
): Promise<WorkflowRun[]> {
  const call: Call = {
    action: query.name === undefined ? 'list the runs' : `list the runs named ${query.name}`,
    method: 'GET',
    path: ['workflows'],
    query: {
      type: 'batch',
      workflow_id_or_name: query.name,
      search: query.search === undefined ? undefined : JSON.stringify({ name: [query.search] }),
      status: query.status?.join(','),
      include_progress: progress ? 'true' : undefined,
      sort: 'desc',
    },
  };
  const { limit } = query;
  const list = (page: Page | undefined) =>
    api.json({ ...call, query: { ...call.query, ...page } }, runListSchema, signal);
  if (limit === undefined) return await allPages(list);
  return (await list({ page: 1, size: limit })).items;
}

/**
 * Finds one run without its logs, which `GET …/status` would send along with every poll.
 *
 * @param idOrName UUID, `name` (the latest run), `name.3` or `name.3.1`
 * @throws ReanaCiError `not-found`
 */
export async function findRun(
  api: Api,
  idOrName: string,
  signal?: AbortSignal,
): Promise<WorkflowRun> {
  if (isUuid(idOrName)) {
    const [run] = await listRuns(api, { name: idOrName, limit: 1 }, true, signal);
    return run ?? (await unknownRun(api, idOrName, signal));
  }
  const dot = idOrName.indexOf('.');
  if (dot < 0) {
    const [run] = await listRuns(api, { name: idOrName, limit: 1 }, true, signal);
    return run ?? (await unknownRun(api, idOrName, signal));
  }
  const name = idOrName.slice(0, dot);
  const found = (await listRuns(api, { name }, false, signal)).find((run) => run.name === idOrName);
  if (found === undefined) return await unknownRun(api, idOrName, signal);
  return await findRun(api, found.id, signal);
}

/**
 * Stops a running run; one that is stopped or deleted already stays so.
 *
 * @throws ReanaCiError `conflict` when the run is not running
 */
export async function stopRun(api: Api, id: string, signal?: AbortSignal): Promise<void> {
  try {
    await setStatus(api, id, 'stop', {}, signal);
  } catch (error) {
    if (!(error instanceof CallError) || error.code !== 'conflict') throw error;
    const { name, status } = await findRun(api, id, signal);
    if (status === 'stopped' || status === 'deleted') return;
    throw new ReanaCiError(
      'conflict',
      `Could not stop ${name} on ${api.server}: it is ${status}.`,
      {
        hint: hasEnded(status)
          ? 'There is nothing left to stop.'
          : 'REANA stops only what is running; a run that waits can be deleted.',
      },
    );
  }
}

/**
 * Deletes a run with its workspace; its logs remain on the server.
 *
 * @param allRuns all runs of the same name
 * @throws ReanaCiError `conflict` when the run is running
 */
export async function deleteRun(
  api: Api,
  id: string,
  allRuns: boolean,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await setStatus(api, id, 'deleted', { all_runs: allRuns, workspace: true }, signal);
  } catch (error) {
    // The server answers 500 for a run that is running.
    if (!(error instanceof CallError) || error.failure.status !== 500) throw error;
    const { name, status } = await findRun(api, id, signal);
    if (status === 'deleted') return;
    if (status !== 'running') throw error;
    throw new ReanaCiError(
      'conflict',
      `Could not delete ${name} on ${api.server}: it is running.`,
      {
        hint: 'Stop it first.',
      },
    );
  }
}

async function setStatus(
  api: Api,
  id: string,
  status: 'stop' | 'deleted',
  body: Readonly<Record<string, boolean>>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await api.json(
    {
      action: `${status === 'stop' ? 'stop' : 'delete'} the run ${id}`,
      method: 'PUT',
      path: ['workflows', id, 'status'],
      query: { status },
      body: jsonBody(body),
    },
    changedRunSchema(status === 'stop' ? 'stopped' : 'deleted'),
    signal,
  );
}

/** Whether `text` is the id of a run; a name cannot look like one. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

async function unknownRun(api: Api, idOrName: string, signal?: AbortSignal): Promise<never> {
  const recent = await listRuns(api, { limit: 5 }, false, signal);
  throw new ReanaCiError('not-found', `${api.server} knows no run ${idOrName} of this account.`, {
    hint:
      recent.length === 0
        ? 'The account has no runs.'
        : `The latest runs are ${recent.map((run) => run.name).join(', ')}.`,
  });
}
