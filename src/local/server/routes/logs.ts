/** The output of a run's engine and jobs. */
import type { FastifyInstance } from 'fastify';
import { runFiles } from '../../run/run-files.ts';
import { runLogsJson } from '../../run/run-logs.ts';
import { fullRunName } from '../../store/run-name.ts';
import { sendWithText } from '../json-stream.ts';
import { isPlainJson, queryPage, runOf, runPath } from '../request.ts';
import { owner, type ServerContext } from '../server-context.ts';

export function logRoutes(app: FastifyInstance, context: ServerContext): void {
  const { generation, state, store } = context;

  app.get(`${runPath}/logs`, (request, reply) => {
    const run = runOf(context, request);
    const body = isPlainJson(request) ? request.body : undefined;
    const steps = Array.isArray(body) && body.length > 0 ? body.map(String) : undefined;
    const { page, size } = queryPage(context, request);
    const first = (page - 1) * (size ?? 0);
    const jobs = store.jobs
      .ofRun(run.id)
      .filter(({ name }) => steps?.includes(name) ?? true)
      .slice(first, size === undefined ? undefined : first + size);
    const fields = {
      workflow_id: run.id,
      workflow_name: fullRunName(run),
      user: owner.id,
      ...(generation.extended && { live_logs_enabled: generation.liveLogs }),
    };
    const query = {
      jobs,
      jobsOnly: steps !== undefined,
      live: generation.liveLogs,
      services: generation.extended,
    };
    return sendWithText(reply, fields, 'logs', runLogsJson(run, runFiles(state, run), query));
  });
}
