/** A backend that makes every job, runs none, and calls each one a success. */
import type { Json } from '../../../src/base/json.ts';
import type { StepBackend } from '../../../src/local/engine/yadage/engine-loop.ts';
import type { FileFinder } from '../../../src/local/engine/yadage/glob.ts';
import type { StepTask } from '../../../src/languages/yadage/semantics/model.ts';
import {
  buildJob,
  contextualize,
  type StepJob,
} from '../../../src/languages/yadage/semantics/process.ts';
import { publish } from '../../../src/local/engine/yadage/publish.ts';

export interface DryJob {
  readonly task: StepTask;
  readonly job: StepJob | undefined;
}

export function createDryBackend(files: FileFinder, jobs: DryJob[]): StepBackend {
  return {
    submit(task) {
      const { spec, state } = task;
      const parameters = contextualize(task.parameters, state);
      const job = spec.process === null ? undefined : buildJob(spec.process, parameters);
      jobs.push({ task, job });
      const result = (): Promise<Json> => publish(spec.publisher, { parameters, state, files });
      return Promise.resolve({ ended: Promise.resolve({ succeeded: true, result }) });
    },
  };
}
