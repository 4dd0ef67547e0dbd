/** Creating a run exactly once, whatever happens to the answer. */
import { ReanaCiError } from '../base/error.ts';
import type { Api } from './api.ts';
import { bundleForm } from './bundle.ts';
import { jsonBody, type Call } from './call.ts';
import { CallError } from './call-error.ts';
import { repeatUnlessDone } from './once.ts';
import type { CreateRunRequest } from './requests.ts';
import { createdRunSchema } from './run-schema.ts';
import { listRuns } from './runs.ts';
import type { WorkflowRun } from './types.ts';

export interface CreatedRun {
  readonly id: string;
  readonly name: string;
  readonly warnings: string[];
}

/**
 * Creates a run. When the answer is lost, the run is looked for among those of its name.
 *
 * @param bundles whether the server takes bundles in place of a JSON specification
 * @throws ReanaCiError `usage` for a name REANA does not take, `quota`, `bad-request`, …
 */
export async function createRun(
  api: Api,
  request: CreateRunRequest,
  bundles: boolean,
  signal?: AbortSignal,
): Promise<CreatedRun> {
  checkName(request.name);
  const call: Call = {
    action: `create the run ${request.name}`,
    method: 'POST',
    path: ['workflows'],
    query: { workflow_name: request.name },
    body: bundles ? bundleForm(request.bundle) : jsonBody(request.specification),
    once: true,
    transfer: true,
  };
  const before = await newestRuns(api, request.name, signal);
  return await repeatUnlessDone(api, {
    attempt: async () => {
      const created = await api.json(call, createdRunSchema, signal);
      return {
        id: created.workflow_id,
        name: created.workflow_name,
        warnings: created.validation_warnings.map(({ message, path }) =>
          path ? `${path}: ${message}` : message,
        ),
      };
    },
    look: async () => {
      const run = await findNewRun(api, request.name, before, signal);
      return run?.status === 'created' ? { id: run.id, name: run.name, warnings: [] } : undefined;
    },
    signal,
  });
}

/** Ids of the latest runs of a name, to know new ones from. */
export async function newestRuns(
  api: Api,
  name: string,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const runs = await listRuns(api, { name, limit: 20 }, false, signal);
  return new Set(runs.map((run) => run.id));
}

/**
 * The run of that name that was not there before.
 *
 * @throws CallError `conflict` when there are several, as nobody can tell then which one is ours
 */
export async function findNewRun(
  api: Api,
  name: string,
  before: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<WorkflowRun | undefined> {
  const runs = await listRuns(api, { name, limit: 20 }, false, signal);
  const fresh = runs.filter((run) => !before.has(run.id) && run.status !== 'deleted');
  if (fresh.length < 2) return fresh[0];
  throw new CallError(
    'conflict',
    `The answer of ${api.server} was lost, and several runs named ${name} are new: ` +
      `${fresh.map((run) => run.name).join(', ')}. One of them is this one.`,
    { done: 'unknown', repeat: 'never' },
    { hint: 'Give every job a run name of its own; delete the runs that nobody waits for.' },
  );
}

/** What reana-server checks only after everything was sent. */
function checkName(name: string): void {
  const problem = /[^\x20-\x7e]/.test(name)
    ? 'may hold only ASCII characters'
    : name.includes('.')
      ? 'must not hold a dot, which separates name and run number'
      : name.length > 255
        ? 'is longer than 255 characters'
        : name === ''
          ? 'is empty'
          : undefined;
  if (problem === undefined) return;
  throw new ReanaCiError('usage', `The run name "${name.slice(0, 100)}" ${problem}.`, {
    hint: 'Use letters, digits, "_" and "-".',
  });
}
