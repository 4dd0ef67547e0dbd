/** How two runs differ. */
import type { FastifyInstance } from 'fastify';
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
    const a = await comparedRun(context, pathValue(request, 'workflow'));
    const b = await comparedRun(context, pathValue(request, 'other'));
    const lines = queryValue(request, 'context_lines') ?? '5';
    if (!/^\d{1,6}$/.test(lines)) throw new RestError(400, 'context_lines must be a number.');
    const { temporary } = context.state;
    const sections = await specificationDifference(a, b, Number(lines), temporary);
    const brief = queryFlag(request, 'brief');
    const listing = await workspaceDifference(a, b, Number(lines), brief);
    return {
      reana_specification: JSON.stringify(sections),
      workspace_listing: JSON.stringify(listing),
    };
  });
}

async function comparedRun(context: ServerContext, name: string): Promise<ComparedRun> {
  const run = context.store.runs.find(name);
  if (run === undefined) throw unknownRun(name);
  return {
    name: fullRunName(run),
    workspace: await workspaceOf(context, run),
    specification: context.store.runs.document(run.id).specification,
  };
}
