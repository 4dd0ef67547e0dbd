/** Starting and restarting runs. */
import type { Api } from './api.ts';
import { jsonBody, type Call } from './call.ts';
import { CallError, mayBeDone } from './call-error.ts';
import { findNewRun, newestRuns } from './create-run.ts';
import { multipartBody, type FormPart } from './multipart.ts';
import { repeatUnlessDone } from './once.ts';
import type { RestartRunRequest, StartRunRequest } from './requests.ts';
import { startedRunSchema } from './run-schema.ts';
import { findRun } from './runs.ts';

/**
 * Starts a created run. A run that is found started needs nothing more: the server refuses a second
 * start, so that asking again after a lost answer does no harm.
 *
 * @throws ReanaCiError `bad-request` when the server finds the specification wrong, `quota`, …
 */
export async function startRun(
  api: Api,
  id: string,
  request: StartRunRequest,
  signal?: AbortSignal,
): Promise<void> {
  const call: Call = {
    action: `start the run ${id}`,
    method: 'POST',
    path: ['workflows', id, 'start'],
    body: jsonBody(startParameters(request)),
    transfer: true,
  };
  try {
    await startAudibly(api, call, id, signal);
  } catch (error) {
    const doubtful = error instanceof CallError && (error.code === 'conflict' || mayBeDone(error));
    if (!doubtful) throw error;
    // A look that fails says nothing of the start.
    const run = await findRun(api, id, signal).catch(() => undefined);
    signal?.throwIfAborted();
    if (run === undefined) throw undecided(error);
    if (run.status === 'created' || run.status === 'deleted') throw error;
  }
}

/**
 * Sends the start. A server that answers an internal error without a word either misses its controller, which
 * then does not tell the run's state either, or cannot read the workflow's file, which stays so.
 */
async function startAudibly(
  api: Api,
  call: Call,
  id: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await api.json({ ...call, silence: 'few' }, startedRunSchema, signal);
  } catch (error) {
    if (!isSilent(error)) throw error;
    const { status } = await findRun(api, id, signal);
    if (status !== 'created') return;
    await api
      .json({ ...call, silence: 'never' }, startedRunSchema, signal)
      .catch((again: unknown) => {
        throw isSilent(again) ? unreadable(again) : again;
      });
  }
}

function isSilent(error: unknown): error is CallError {
  return error instanceof CallError && error.failure.status === 500 && error.failure.answer === '';
}

function unreadable({ message, failure }: CallError): CallError {
  return new CallError(
    'bad-request',
    message,
    { ...failure, done: 'no', repeat: 'never' },
    {
      hint:
        'The server says so when it cannot read the workflow, such as a yadage file with a mistake in its YAML: ' +
        'see what reana-ci lint tells.',
    },
  );
}

/**
 * Restarts an ended run in its workspace, as a new run with the next minor number.
 *
 * @param bundles whether the server takes a replaced specification as a form
 */
export async function restartRun(
  api: Api,
  id: string,
  request: RestartRunRequest,
  bundles: boolean,
  signal?: AbortSignal,
): Promise<{ id: string; name: string }> {
  const { name } = await findRun(api, id, signal);
  const bareName = name.split('.', 1)[0] ?? name;
  const call = { ...restartCall(id, request, bundles), once: true, transfer: true };
  const before = await newestRuns(api, bareName, signal);
  return await repeatUnlessDone(api, {
    attempt: async () => {
      const started = await api.json(call, startedRunSchema, signal);
      const number = started.run_number ?? undefined;
      const startedName = started.workflow_name ?? bareName;
      return {
        id: started.workflow_id,
        name:
          number === undefined || startedName.includes('.')
            ? startedName
            : `${startedName}.${number}`,
      };
    },
    look: async () => {
      const run = await findNewRun(api, bareName, before, signal);
      return run === undefined ? undefined : { id: run.id, name: run.name };
    },
    signal,
  });
}

/** It was started, but nobody can tell by whom; another look can. */
function undecided(error: CallError): CallError {
  if (error.code !== 'conflict') return error;
  return new CallError('unreachable', error.message, { done: 'unknown', repeat: 'never' });
}

function restartCall(id: string, request: RestartRunRequest, bundles: boolean): Call {
  const { specification } = request;
  const action = `restart the run ${id}`;
  if (!bundles || specification === undefined) {
    const body = jsonBody({
      ...startParameters(request),
      restart: true,
      ...(specification === undefined ? {} : { reana_specification: specification.json }),
    });
    return { action, method: 'POST', path: ['workflows', id, 'start'], body };
  }
  const text = Buffer.from(specification.text);
  const replacement: FormPart = {
    name: 'replacement',
    filename: 'reana.yaml',
    body: { type: 'application/yaml', size: text.length, open: () => text },
  };
  const parameters: FormPart = { name: 'parameters', body: jsonBody(startParameters(request)) };
  return {
    action,
    method: 'POST',
    path: ['workflows', id, 'restart'],
    body: multipartBody([replacement, parameters]),
  };
}

function startParameters(request: StartRunRequest) {
  return {
    ...(request.parameters === undefined ? {} : { input_parameters: request.parameters }),
    ...(request.options === undefined ? {} : { operational_options: request.options }),
  };
}
