/** Yadage's steps as jobs of REANA's job controller. */
import type { Json, JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../../languages/python/error.ts';
import { pythonStr } from '../../../languages/python/value.ts';
import { imageWithTag } from '../../../languages/yadage/image.ts';
import { readResources } from '../../../languages/yadage/resources.ts';
import type { Environment } from '../../../languages/yadage/read/workflow.ts';
import { checkedHints } from '../checked-hints.ts';
import type { EngineContext, JobRequest } from '../engine.ts';
import type { FileFinder } from './glob.ts';
import type { StepBackend } from './engine-loop.ts';
import type { StepEnd, StepTask } from '../../../languages/yadage/semantics/model.ts';
import {
  buildJob,
  contextualize,
  type StepJob,
} from '../../../languages/yadage/semantics/process.ts';
import { publish } from './publish.ts';

export interface ReanaBackendOptions {
  readonly submit: EngineContext['submit'];
  readonly generation: EngineContext['generation'];
  readonly files: FileFinder;
  /** `workflow.resources.kerberos` of the specification. */
  readonly kerberos: boolean;
  readonly log: (line: string) => void;
}

/**
 * Runs steps as jobs. Unlike the yadage of a laptop it makes the command before it submits the job and
 * publishes in the engine, so that a mistake in either ends the whole workflow.
 */
export function createReanaBackend(options: ReanaBackendOptions): StepBackend {
  return {
    async submit(task) {
      const parameters = contextualize(task.parameters, task.state);
      const request = toJobRequest(task, parameters, options);
      const ended = options.submit(request).then((outcome): StepEnd => {
        if (outcome.status !== 'finished') return { succeeded: false };
        return { succeeded: true, result: () => publishAgain(task, parameters, options.files) };
      });
      return Promise.resolve({ ended });
    },
  };
}

/** REANA fills in `{workdir}` once more before it publishes: what braces are left by then fails. */
async function publishAgain(task: StepTask, parameters: Json, files: FileFinder): Promise<Json> {
  return publish(task.spec.publisher, {
    parameters: contextualize(parameters, task.state),
    state: task.state,
    files,
  });
}

/**
 * The job of a step.
 *
 * @throws PythonError for a step that REANA cannot run: one without an image, a wrong template
 */
export function toJobRequest(
  { name, spec }: StepTask,
  parameters: Json,
  options: Pick<ReanaBackendOptions, 'generation' | 'kerberos' | 'log'>,
): JobRequest {
  if (spec.process === null) {
    throw new PythonError('TypeError', "'NoneType' object is not subscriptable");
  }
  const job = buildJob(spec.process, parameters);
  if (job === undefined) {
    throw new PythonError('TypeError', "argument of type 'NoneType' is not iterable");
  }
  return {
    name,
    image: imageOf(spec.environment),
    command: commandOf(job),
    prettyCommand: job.kind === 'command' ? job.command : job.script,
    hints: checkedHints(
      { kerberos: options.kerberos, ...hintsOf(spec.environment, options) },
      { engine: 'yadage', generation: options.generation },
    ),
  };
}

function commandOf(job: StepJob): string {
  if (job.kind === 'command') return job.command;
  const encoded = Buffer.from(job.script, 'utf8').toString('base64');
  return `echo ${encoded}|base64 -d|${job.interpreter}`;
}

function imageOf(environment: Environment | null): string {
  if (environment === null) {
    throw new PythonError('TypeError', "'NoneType' object is not subscriptable");
  }
  const { image, imagetag } = environment;
  if (image === undefined) throw new PythonError('KeyError', "'image'");
  return imageWithTag(image, imagetag);
}

/** The hints of a step; the engine tells what it ignores. */
function hintsOf(
  environment: Environment | null,
  { log }: Pick<ReanaBackendOptions, 'log'>,
): JsonObject {
  const { hints, ignored } = readResources(environment?.resources);
  for (const item of ignored) {
    log(
      `REANA only supports dictionary entries for resources. "${pythonStr(item)}" value is not formatted in such a way and will be ignored.`,
    );
  }
  return hints;
}
