/** What else there is to know of a run, and cleaning up after it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { retentionRules } from '../../run/retention-rules.ts';
import { fullRunName } from '../../store/run-name.ts';
import { declaredIn, pruneFiles } from '../../workspace/change-files.ts';
import { diskUsage } from '../../workspace/disk-usage.ts';
import { sizeAnswer } from '../human-readable.ts';
import { jsonBody, queryFlag, runOf, runPath } from '../request.ts';
import { owner, type ServerContext } from '../server-context.ts';
import { workspaceOf } from './workspace.ts';

export function detailRoutes(app: FastifyInstance, context: ServerContext): void {
  const { runs } = context.store;

  app.get(`${runPath}/parameters`, (request) => {
    const run = runOf(context, request);
    const { specification, parameters } = runs.document(run.id);
    const inputs = (specification.inputs ?? {}) as { parameters?: object };
    return {
      id: run.id,
      name: fullRunName(run),
      type: run.type,
      parameters: { ...inputs.parameters, ...parameters },
    };
  });

  app.get(`${runPath}/specification`, (request) => {
    const { specification, parameters } = runs.document(runOf(context, request, 403).id);
    return { specification, parameters };
  });

  app.get(`${runPath}/retention_rules`, (request) => {
    const run = runOf(context, request);
    const { specification } = runs.document(run.id);
    return {
      workflow_id: run.id,
      workflow_name: fullRunName(run),
      retention_rules: retentionRules(run, specification),
    };
  });

  app.get(`${runPath}/disk_usage`, async (request) => {
    const run = runOf(context, request, 403);
    const body = jsonBody(request);
    const usage = await diskUsage(await workspaceOf(context, run), {
      summarize: body.summarize === true,
      ...(typeof body.search === 'string' && { search: body.search }),
    });
    return {
      workflow_id: run.id,
      workflow_name: fullRunName(run),
      user: owner.id,
      disk_usage_info: usage.map(({ name, bytes }) => ({ name, size: sizeAnswer(bytes) })),
    };
  });

  app.post(`${runPath}/prune`, async (request) => {
    const run = runOf(context, request, 403);
    const { specification } = runs.document(run.id);
    const workspace = await workspaceOf(context, run);
    const isInput = declaredIn(specification.inputs);
    const isOutput = declaredIn(specification.outputs);
    const withInputs = isAsked(request, 'include_inputs');
    const withOutputs = isAsked(request, 'include_outputs');
    await pruneFiles(
      workspace,
      (file) => (!withInputs && isInput(file)) || (!withOutputs && isOutput(file)),
    );
    return {
      message: 'The workspace has been correctly pruned.',
      workflow_id: run.id,
      workflow_name: fullRunName(run),
    };
  });
}

/** Stable servers read the query, the alpha the body. */
function isAsked(request: FastifyRequest, name: string): boolean {
  return queryFlag(request, name) || jsonBody(request)[name] === true;
}
