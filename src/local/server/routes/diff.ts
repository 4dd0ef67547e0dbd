/** The difference of two runs. */
import type { FastifyInstance } from 'fastify';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { RunDocument } from '../../store/runs.ts';
import { RestError, unknownRun } from '../../rest-error.ts';
import { fullRunName } from '../../store/run-name.ts';
import {
  type ComparedRun,
  specificationDifference,
  workspaceDifference,
} from '../../workspace/difference.ts';
import { pathValue, queryFlag, queryValue, runPath } from '../request.ts';
import type { ServerContext } from '../server-context.ts';
import { workspaceOf } from './workspace.ts';

export function diffRoutes(app: FastifyInstance, context: ServerContext): void {
  app.get(`${runPath}/diff/:other`, async (request) => {
    const lines = queryValue(request, 'context_lines');
    if (lines === undefined) throw new RestError(500, defaultRefused);
    const a = await comparedRun(context, pathValue(request, 'workflow'));
    const b = await comparedRun(context, pathValue(request, 'other'));
    const { temporary } = context.state;
    const sections = await specificationDifference(a, b, temporary);
    const brief = queryFlag(request, 'brief');
    const listing = await workspaceDifference(a, b, lines, brief);
    return {
      reana_specification: JSON.stringify(sections),
      workspace_listing: JSON.stringify(listing),
    };
  });
}

function startedSpecification({ specification, parameters }: RunDocument): JsonObject {
  if (Object.keys(parameters).length === 0) return specification;
  const inputs = isJsonObject(specification.inputs) ? specification.inputs : {};
  const declared = isJsonObject(inputs.parameters) ? inputs.parameters : {};
  return {
    ...specification,
    inputs: { ...inputs, parameters: { ...declared, ...parameters } },
  };
}

/** The server checks its own default against its own schema, and refuses it. */
const defaultRefused = `5 is not of type 'string'

Failed validating 'type' in schema:
    {'default': '5',
     'description': 'Optional parameter. Sets number of context lines for '
                    'workspace diff output.',
     'in': 'query',
     'name': 'context_lines',
     'required': False,
     'type': 'string'}

On instance:
    5`;

async function comparedRun(context: ServerContext, name: string): Promise<ComparedRun> {
  const run = context.store.runs.find(name);
  if (run === undefined) throw unknownRun(name);
  return {
    name: fullRunName(run),
    workspace: await workspaceOf(context, run),
    specification: startedSpecification(context.store.runs.document(run.id)),
  };
}
