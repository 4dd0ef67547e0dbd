/** A run's state, and changing it. */
import type { FastifyInstance } from 'fastify';
import { RestError } from '../../rest-error.ts';
import { progressOf } from '../../run/progress.ts';
import { runFiles } from '../../run/run-files.ts';
import { runLogsJson } from '../../run/run-logs.ts';
import { fullRunName } from '../../store/run-name.ts';
import type { StoredRun } from '../../store/stored-run.ts';
import { sendWithText } from '../json-stream.ts';
import { jsonBody, queryValue, runOf, runPath } from '../request.ts';
import { owner, type ServerContext } from '../server-context.ts';
import { startRun } from './start.ts';

export function statusRoutes(app: FastifyInstance, context: ServerContext): void {
  const { generation, life, state, store } = context;

  app.get(`${runPath}/status`, (request, reply) => {
    const run = runOf(context, request);
    const jobs = store.jobs.ofRun(run.id);
    const fields = {
      id: run.id,
      name: fullRunName(run),
      created: run.created,
      status: run.status,
      user: owner.id,
      progress: progressOf(run, jobs),
    };
    const query = { jobs, jobsOnly: false, live: generation.liveLogs };
    return sendWithText(reply, fields, 'logs', runLogsJson(run, runFiles(state, run), query));
  });

  app.put(`${runPath}/status`, async (request) => {
    const run = runOf(context, request);
    const body = jsonBody(request);
    const wanted = queryValue(request, 'status') ?? '';
    if (wanted === 'start') {
      const started = await startRun(context, run, body);
      return changeAnswer(started, 'Workflow successfully launched', 'queued', started.name);
    }
    if (wanted === 'stop') {
      life.stop(run);
      return changeAnswer(run, 'Workflow successfully stopped', 'stopped');
    }
    if (wanted === 'deleted') {
      if (body.workspace === false) {
        throw new RestError(400, 'Workspace must always be deleted when deleting a workflow.');
      }
      await life.remove(run, body.all_runs === true);
      return changeAnswer(run, 'Workflow successfully deleted', 'deleted');
    }
    throw new RestError(400, `Status ${wanted} is not one of: start, stop, deleted.`);
  });
}

function changeAnswer(
  run: StoredRun,
  message: string,
  status: string,
  name: string = fullRunName(run),
): object {
  return { message, workflow_id: run.id, workflow_name: name, status, user: owner.id };
}
