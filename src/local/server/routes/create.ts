/** Making a run from JSON: the stable and the alpha server. */
import type { FastifyInstance } from 'fastify';
import { RestError } from '../../rest-error.ts';
import { createRun } from '../../run/create-run.ts';
import { fullRunName } from '../../store/run-name.ts';
import { isPlainJson, jsonBody, queryValue } from '../request.ts';
import { checkQuota, type ServerContext } from '../server-context.ts';

export function createRoutes(app: FastifyInstance, context: ServerContext): void {
  app.post('/api/workflows', async (request, reply) => {
    if (queryValue(request, 'spec') !== undefined) {
      throw new RestError(501, 'Not implemented', 'Not implemented');
    }
    await checkQuota(context);
    if (!isPlainJson(request)) {
      throw new RestError(
        500,
        'Either remote repository or a reana specification must be provided',
      );
    }
    const run = await createRun(context.store, context.state, {
      name: queryValue(request, 'workflow_name') ?? '',
      specification: jsonBody(request),
    });
    return reply.code(201).send({
      message: 'Workflow workspace created',
      workflow_id: run.id,
      workflow_name: fullRunName(run),
    });
  });
}
