/**
 * Runs steps as the yadage of a laptop does (its `multiproc` backend): commands in the step's folder, everything
 * about a step, from the template to what it publishes, its own failure.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PythonError } from '../../../src/languages/python/error.ts';
import type { StepBackend } from '../../../src/local/engine/yadage/engine-loop.ts';
import type { FileFinder } from '../../../src/local/engine/yadage/glob.ts';
import type { StepEnd, StepTask } from '../../../src/languages/yadage/semantics/model.ts';
import { buildJob, contextualize } from '../../../src/languages/yadage/semantics/process.ts';
import { publish } from '../../../src/local/engine/yadage/publish.ts';

const run = promisify(execFile);

export function createLocalBackend(files: FileFinder): StepBackend {
  return {
    submit: (task) => Promise.resolve({ ended: execute(task, files) }),
  };
}

async function execute(task: StepTask, files: FileFinder): Promise<StepEnd> {
  try {
    const { spec, state } = task;
    const parameters = contextualize(task.parameters, state);
    // Its log file is named after the step, and a slash in there asks for a folder that nobody made.
    if (task.name.includes('/')) return { succeeded: false };
    if (spec.process !== null && spec.environment !== null) {
      const job = buildJob(spec.process, parameters);
      if (spec.environment.environment_type === 'localproc-env') {
        if (job?.kind !== 'command') return { succeeded: false };
        await run('sh', ['-c', job.command], { cwd: state.readwrite[0] });
      }
    }
    const result = await publish(spec.publisher, { parameters, state, files });
    return { succeeded: true, result: () => Promise.resolve(result) };
  } catch (error) {
    if (error instanceof PythonError || (error as { code?: unknown }).code !== undefined) {
      return { succeeded: false };
    }
    throw error;
  }
}
