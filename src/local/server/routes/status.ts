/** A run's state, and changing it. */
import type { FastifyInstance } from 'fastify';
import { fieldError, RestError } from '../../rest-error.ts';
import { progressOf } from '../../run/progress.ts';
import { pythonRepr } from '../../../languages/python/value.ts';
import { runFiles } from '../../run/run-files.ts';
import { jobLogsJson } from '../../run/run-logs.ts';
import { fullRunName } from '../../store/run-name.ts';
import type { StoredRun } from '../../store/stored-run.ts';
import { sendWithText } from '../json-stream.ts';
import { checkBodyKeys, jsonBody, queryValue, runOf, runPath } from '../request.ts';
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
      progress: progressOf(run, jobs, context.progressDelay),
    };
    const query = { jobs, live: generation.liveLogs };
    return sendWithText(reply, fields, 'logs', jobLogsJson(run, runFiles(state, run), query));
  });

  app.put(`${runPath}/status`, async (request) => {
    const run = runOf(context, request);
    const body = jsonBody(request);
    const wanted = queryValue(request, 'status');
    if (wanted === undefined) {
      throw fieldError('status', 'Missing data for required field.', generation.strictRequests);
    }
    checkBodyKeys(context, body, bodyKeys);
    if (wanted === 'start') {
      const started = await startRun(context, run, body);
      return changeAnswer(started, 'Workflow submitted.', 'queued', started.name);
    }
    if (wanted === 'stop') {
      life.stop(run);
      return changeAnswer(run, 'Workflow successfully stopped', 'stopped');
    }
    if (wanted === 'deleted') {
      if (body.workspace === false) {
        throw new RestError(400, 'Workspace must always be deleted when deleting a workflow.');
      }
      const all = body.all_runs === true;
      const last = await life.remove(run, all);
      // Newer servers answer with the run that they deleted last.
      return changeAnswer(
        generation.extended ? last : run,
        all
          ? `All workflows named ${run.name} successfully deleted.`
          : 'Workflow successfully deleted.',
        'deleted',
      );
    }
    throw new RestError(500, wrongStatus(wanted));
  });
}

const bodyKeys = [
  ...['all_runs', 'workspace', 'restart'],
  ...['input_parameters', 'operational_options'],
];

/** The sentence of the library that checks requests to the controller. */
function wrongStatus(wanted: string): string {
  const value = pythonRepr(wanted);
  const enumeration = "['start', 'stop', 'deleted']";
  return `${value} is not one of ${enumeration}

Failed validating 'enum' in schema:
    {'description': 'Required. New status.',
     'enum': ${enumeration},
     'in': 'query',
     'name': 'status',
     'required': True,
     'type': 'string'}

On instance:
    ${value}`;
}

function changeAnswer(
  run: StoredRun,
  message: string,
  status: string,
  name: string = fullRunName(run),
): object {
  return { message, workflow_id: run.id, workflow_name: name, status, user: owner.id };
}
