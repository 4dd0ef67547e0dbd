/** Runs jobs as processes of this machine, for where there is no container engine. */
import type { Executor, ExecutorJob } from './executor.ts';
import { machineEnvironment } from './machine-environment.ts';
import { endedOutcome, exitOutcome, withDeadline } from './outcome.ts';
import { runProcessGroup } from './process-group.ts';
import { formatBytes } from '../../base/format.ts';

export interface ProcessExecutorOptions {
  /** The machine's environment; of it only what {@link machineEnvironment} picks reaches a job. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that a job has to end by itself when it is stopped; default 2000. */
  readonly grace?: number;
}

/**
 * Makes an executor that runs `bash -c <command>` on this machine, whatever the job's image is.
 *
 * Differences from REANA, where every job has a container:
 * - the working directory is the workspace (a serial step starts there anyway, a yadage step starts in
 *   the image's own working directory);
 * - the user is the caller, and the memory limit is not enforced;
 * - file secrets cannot be mounted at `/etc/reana/secrets`: `REANA_SECRETS_DIRECTORY` holds their folder.
 */
export function createProcessExecutor(options: ProcessExecutorOptions): Executor {
  const grace = options.grace ?? 2000;
  return {
    name: 'process',
    async execute(job, output, signal) {
      output.write(announcement(job));
      const exitCode = await runProcessGroup(job.command, {
        cwd: job.workspace,
        env: jobEnvironment(job, options.environment),
        output,
        signal: withDeadline(job, signal),
        grace,
      }).catch((error: unknown) => {
        output.write(`The job could not be started: ${messageOf(error)}\n`);
        return 127;
      });
      return exitCode === null ? endedOutcome(job, signal, output) : exitOutcome(exitCode);
    },
  };
}

function announcement(job: ExecutorJob): string {
  const { memoryLimit } = job.hints;
  const image = `Running on this machine, not in the image ${job.image}.\n`;
  if (memoryLimit === undefined) return image;
  return `${image}The memory limit of ${formatBytes(memoryLimit)} is not enforced here.\n`;
}

function jobEnvironment(
  job: ExecutorJob,
  machine: ProcessExecutorOptions['environment'],
): Record<string, string> {
  const { secretsDirectory } = job;
  return {
    ...machineEnvironment(machine),
    ...job.environment,
    ...(secretsDirectory === undefined ? {} : { REANA_SECRETS_DIRECTORY: secretsDirectory }),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
