/** Details of a run: parameters, specification, retention, disk usage; and cleaning up after it. */
import type { FastifyInstance } from 'fastify';
import { retentionRules } from '../../run/retention-rules.ts';
import { fullRunName } from '../../store/run-name.ts';
import { declaredIn, pruneFiles } from '../../workspace/change-files.ts';
import { diskUsage } from '../../workspace/disk-usage.ts';
import { sizeAnswer } from '../human-readable.ts';
import { jsonBody, queryFlag, runOf, runPath } from '../request.ts';
import { owner, type ServerContext } from '../server-context.ts';
import { storedWorkspace } from './workspace.ts';

export function detailRoutes(app: FastifyInstance, context: ServerContext): void {
  const { generation } = context;
  const { runs } = context.store;

  app.get(`${runPath}/parameters`, (request) => {
    const run = runOf(context, request);
    const { specification } = runs.document(run.id);
    const inputs = (specification.inputs ?? {}) as { parameters?: object };
    // Those given at start are not among them.
    return {
      id: run.id,
      name: fullRunName(run),
      type: run.type,
      parameters: inputs.parameters ?? {},
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
    const usage = await diskUsage(await storedWorkspace(context, run, directoryMissing), {
      summarize: body.summarize === true,
      ...(typeof body.search === 'string' && { search: body.search }),
    });
    return {
      workflow_id: run.id,
      workflow_name: run.name,
      user: owner.id,
      disk_usage_info: usage.map(({ name, bytes }) => ({ name, size: sizeAnswer(bytes) })),
    };
  });

  app.post(`${runPath}/prune`, async (request) => {
    const run = runOf(context, request, 403);
    const { specification } = runs.document(run.id);
    const workspace = await storedWorkspace(context, run);
    const isInput = declaredIn(specification.inputs);
    const isOutput = declaredIn(specification.outputs);
    const isAsked = (name: string): boolean =>
      generation.pruneBody ? jsonBody(request)[name] === true : queryFlag(request, name);
    const withInputs = isAsked('include_inputs');
    const withOutputs = isAsked('include_outputs');
    await pruneFiles(
      workspace,
      (file) => (!withInputs && isInput(file)) || (!withOutputs && isOutput(file)),
    );
    return {
      message: 'The workspace has been correctly pruned.',
      workflow_id: run.id,
      workflow_name: run.name,
    };
  });
}

const directoryMissing = 'Directory does not exist.';
