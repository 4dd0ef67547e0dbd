/** Runs jobs as processes of this machine, for where there is no container engine. */
import type { Executor, ExecutorJob, JobOutcome } from './executor.ts';
import { runProcessGroup } from './process-group.ts';
import { formatBytes } from '../../base/format.ts';

export interface ProcessExecutorOptions {
  /** The machine's environment; of it only {@link inheritedVariables} reach a job. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that a job has to end by itself when it is stopped; default 2000. */
  readonly grace?: number;
}

/** What a job may see of the machine. Tokens of the caller (`REANA_ACCESS_TOKEN`, `CI_…`) never pass. */
export const inheritedVariables = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/** setTimeout's own limit; a longer time would end at once. */
const longestTimer = 2 ** 31 - 1;

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
      const deadline = deadlineOf(job);
      const exitCode = await runProcessGroup(job.command, {
        cwd: job.workspace,
        env: jobEnvironment(job, options.environment),
        output,
        signal: AbortSignal.any([signal, ...deadline]),
        grace,
      }).catch((error: unknown) => {
        output.write(`The job could not be started: ${messageOf(error)}\n`);
        return 127;
      });
      if (exitCode !== null) return outcomeOf(exitCode);
      if (signal.aborted) return { status: 'stopped', exitCode, reason: 'Stopped' };
      output.write(`The job was ended after its time limit of ${job.hints.timeout ?? 0} s.\n`);
      return { status: 'failed', exitCode, reason: 'DeadlineExceeded' };
    },
  };
}

function announcement(job: ExecutorJob): string {
  const { memoryLimit } = job.hints;
  const image = `Running on this machine, not in the image ${job.image}.\n`;
  if (memoryLimit === undefined) return image;
  return `${image}The memory limit of ${formatBytes(memoryLimit)} is not enforced here.\n`;
}

function deadlineOf(job: ExecutorJob): AbortSignal[] {
  const { timeout } = job.hints;
  return timeout === undefined ? [] : [AbortSignal.timeout(Math.min(timeout * 1000, longestTimer))];
}

function jobEnvironment(
  job: ExecutorJob,
  machine: ProcessExecutorOptions['environment'],
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of inheritedVariables) {
    const value = machine[name];
    if (value !== undefined) environment[name] = value;
  }
  const { secretsDirectory } = job;
  return {
    ...environment,
    ...job.environment,
    ...(secretsDirectory === undefined ? {} : { REANA_SECRETS_DIRECTORY: secretsDirectory }),
  };
}

function outcomeOf(exitCode: number): JobOutcome {
  return exitCode === 0
    ? { status: 'finished', exitCode, reason: 'Completed' }
    : { status: 'failed', exitCode, reason: 'Error' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
