/** Starting and restarting runs. */
import type { FastifyInstance } from 'fastify';
import type { JsonObject } from '../../../base/json.ts';
import { RestError } from '../../rest-error.ts';
import { checkedType, refuse } from '../../run/create-run.ts';
import {
  optionProblems,
  parameterProblems,
  specificationProblems,
} from '../../run/specification-check.ts';
import { backendProblems } from '../../run/backend-check.ts';
import { runFiles } from '../../run/run-files.ts';
import { checkWorkflowFile } from '../../run/workflow-file.ts';
import { formatRunNumber } from '../../store/run-name.ts';
import type { StoredRun } from '../../store/stored-run.ts';
import { bodyPart, checkBodyKeys, jsonBody, runOf, runPath } from '../request.ts';
import { checkQuota, owner, type ServerContext } from '../server-context.ts';

export function startRoutes(app: FastifyInstance, context: ServerContext): void {
  app.post(`${runPath}/start`, async (request) => {
    await checkQuota(context);
    const body = jsonBody(request);
    checkBodyKeys(context, body, bodyKeys);
    return startAnswer(await startRun(context, runOf(context, request, 403), body));
  });
}

const bodyKeys = [
  ...['input_parameters', 'operational_options'],
  ...['reana_specification', 'restart'],
];

/** The answer to a start: the name stands without its number. */
export function startAnswer(run: StoredRun): object {
  return {
    message: 'Workflow submitted.',
    workflow_id: run.id,
    workflow_name: run.name,
    run_number: formatRunNumber(run),
    status: 'queued',
    user: owner.id,
  };
}

/**
 * Starts a run, or its next one when the body says `restart`.
 *
 * @returns the run that was started
 * @throws RestError 400 for a wrong specification, parameter or option; 403 when the state of the run
 * forbids it
 */
export async function startRun(
  context: ServerContext,
  run: StoredRun,
  body: JsonObject,
): Promise<StoredRun> {
  const { generation, life, state, store } = context;
  const request = {
    parameters: bodyPart(body, 'input_parameters'),
    options: bodyPart(body, 'operational_options'),
  };
  refuse(optionProblems(run.type, request.options));
  const stored = store.runs.document(run.id).specification;
  const isRestart = body.restart === true;
  if (body.reana_specification !== undefined && (generation.bundles || !isRestart)) {
    throw new RestError(400, 'reana_specification is not accepted here.');
  }
  const specification =
    body.reana_specification === undefined ? stored : bodyPart(body, 'reana_specification');
  if (!isRestart && run.status !== 'created') life.start(run, request);
  const source = { workspace: runFiles(state, run).workspace, run, specification };
  if (!generation.bundles) await checkWorkflowFile(source);
  refuse([
    ...specificationProblems(specification, generation.name),
    ...parameterProblems(specification, request.parameters),
    ...(await backendProblems(source)),
  ]);
  if (isRestart) return life.restart(run, specification, checkedType(specification), request);
  life.start(run, request);
  return run;
}
