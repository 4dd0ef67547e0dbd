/** The list of runs, which is also a light way to ask for one run's progress. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isJsonObject, parseJson } from '../../../base/json.ts';
import { runStatuses } from '../../../reana/types.ts';
import { RestError } from '../../rest-error.ts';
import { progressOf, progressTimes } from '../../run/progress.ts';
import { runFiles } from '../../run/run-files.ts';
import { fullRunName } from '../../store/run-name.ts';
import type { RunQuery } from '../../store/list-runs.ts';
import type { StoredRun } from '../../store/stored-run.ts';
import { storedBytes } from '../../workspace/disk-usage.ts';
import { sizeAnswer } from '../human-readable.ts';
import { type Page, pageAnswer, queryFlag, queryList, queryPage, queryValue } from '../request.ts';
import { owner, type ServerContext } from '../server-context.ts';

export function listRoutes(app: FastifyInstance, context: ServerContext): void {
  const { runs } = context.store;

  app.get('/api/workflows', async (request) => {
    const page = queryPage(context, request);
    const type = queryValue(request, 'type') ?? 'batch';
    const verbose = queryFlag(request, 'verbose');
    const wanted = {
      progress: verbose || queryFlag(request, 'include_progress'),
      size: verbose || queryFlag(request, 'include_workspace_size'),
    };
    const every = runs.list({ size: 1 }).total;
    // There are no interactive sessions here; stable servers count the batch runs all the same.
    const found =
      type === 'interactive'
        ? { runs: [], total: context.generation.extended ? 0 : every }
        : runs.list(runQuery(request, page));
    return {
      items: await Promise.all(found.runs.map((run) => itemOf(context, run, wanted))),
      ...pageAnswer(page, found.total),
      user_has_workflows: every > 0,
    };
  });
}

function runQuery(request: FastifyRequest, page: Page): RunQuery {
  const idOrName = queryValue(request, 'workflow_id_or_name');
  const search = searchedName(queryValue(request, 'search'));
  const status = queryList(request, 'status').map((text) => {
    const known = runStatuses.find((name) => name === text);
    if (known === undefined) throw malformed();
    return known;
  });
  return {
    ...(idOrName && { idOrName }),
    ...(search && { search }),
    status,
    sort: queryValue(request, 'sort') === 'asc' ? 'asc' : 'desc',
    ...page,
  };
}

/** `{"name": ["part"]}`; only the first part counts. */
function searchedName(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const search = parseJson(text);
    const names = isJsonObject(search) ? search.name : undefined;
    return Array.isArray(names) ? String(names[0] ?? '') : undefined;
  } catch {
    throw malformed();
  }
}

function malformed(): RestError {
  return new RestError(400, 'Malformed request.');
}

async function itemOf(
  context: ServerContext,
  run: StoredRun,
  wanted: { readonly progress: boolean; readonly size: boolean },
): Promise<object> {
  const { workspace } = runFiles(context.state, run);
  return {
    id: run.id,
    name: fullRunName(run),
    status: run.status,
    user: owner.id,
    created: run.created,
    launcher_url: null,
    progress: wanted.progress
      ? progressOf(run, context.store.jobs.ofRun(run.id), context.progressDelay)
      : progressTimes(run),
    size: wanted.size ? sizeAnswer(await storedBytes(workspace)) : { raw: -1, human_readable: '' },
    ...(context.generation.extended && {
      owner_email: owner.email,
      shared_with: [],
      services: [],
    }),
  };
}
