/** Making a run from JSON: the stable and the alpha server. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { pythonRepr } from '../../../languages/python/value.ts';
import { RestError } from '../../rest-error.ts';
import { createRun } from '../../run/create-run.ts';
import { fullRunName } from '../../store/run-name.ts';
import { isPlainJson, queryValue } from '../request.ts';
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
        'Either remote repository or REANA specification needs to be provided',
      );
    }
    const run = await createRun(context.store, context.state, {
      name: queryValue(request, 'workflow_name') ?? '',
      specification: specificationOf(request),
    });
    return reply.code(201).send({
      message: 'Workflow workspace created',
      workflow_id: run.id,
      workflow_name: fullRunName(run),
    });
  });
}

/** What is no specification makes the server stumble, and is told in the words of Python. */
function specificationOf({ body }: FastifyRequest): JsonObject {
  if (body === null || body === undefined) {
    throw new RestError(500, "argument of type 'NoneType' is not iterable");
  }
  if (Array.isArray(body)) {
    throw new RestError(500, 'list indices must be integers or slices, not str');
  }
  if (!isJsonObject(body)) throw new RestError(500, 'string indices must be integers');
  if (!isJsonObject(body.workflow)) throw new RestError(400, "'workflow'");
  if (body.workflow.type === undefined) throw new RestError(400, "'type'");
  const { inputs, workspace } = body;
  if (Array.isArray(inputs)) throw new RestError(500, "'list' object has no attribute 'get'");
  const rules = isJsonObject(workspace) ? workspace.retention_days : undefined;
  checkRetentionDays(isJsonObject(rules) ? Object.values(rules) : []);
  return body;
}

/** The controller checks the type, and no more. */
function checkRetentionDays(days: readonly Json[]): void {
  for (const [index, value] of days.entries()) {
    if (/^-?\d+$/.test(pythonRepr(value))) continue;
    throw new RestError(
      500,
      `${pythonRepr(value)} is not of type 'integer'

Failed validating 'type' in schema['properties']['retention_rules']['items']['properties']['retention_days']:
    {'type': 'integer'}

On instance['retention_rules'][${index}]['retention_days']:
    ${pythonRepr(value)}`,
    );
  }
}
