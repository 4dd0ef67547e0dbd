/** Which executor runs the jobs: asked for, or what this machine offers. */
import { ReanaCiError } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import type { ExecutorChoice } from './executor-choice.ts';
import { createDockerExecutor } from './docker.ts';
import type { Executor } from './executor.ts';
import { findDocker } from './find-docker.ts';
import { createProcessExecutor } from './process.ts';

export interface ChooseExecutorOptions {
  /** The machine's environment; `DOCKER_HOST` names the container engine as it does for `docker`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

/**
 * Gives the executor that was asked for; `auto` takes containers where an engine answers and processes
 * where none does.
 *
 * @throws ReanaCiError `usage` when containers are asked for and no engine answers
 */
export async function chooseExecutor(
  choice: ExecutorChoice,
  { environment, log }: ChooseExecutorOptions,
): Promise<Executor> {
  if (choice === 'process') return createProcessExecutor({ environment });
  const engine = await findDocker(environment);
  if ('docker' in engine) return createDockerExecutor(engine);
  if (choice === 'docker') {
    throw new ReanaCiError('usage', `No container engine answers: ${engine.problem}.`, {
      hint: 'Start Docker (or Podman with its socket, named in DOCKER_HOST), or take --executor process.',
    });
  }
  log.info('No container engine answers: jobs run on this machine itself, not in their images.');
  return createProcessExecutor({ environment });
}
