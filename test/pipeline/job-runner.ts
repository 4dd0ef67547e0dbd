/**
 * Runs the script of one job as a runner with the shell executor does, so that it can be cancelled: the
 * processes of the script are told to end, and after_script follows.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Job } from '../templates/template.ts';
import type { World } from './gitlab-project.ts';
import type { Variables } from './run-pipeline.ts';

export interface CancelledJob {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly log: string;
  /** Milliseconds from the order to the end of the script. */
  readonly took: number;
  readonly afterScript: string;
}

/**
 * Starts the job and cancels it as soon as its log has `moment`.
 *
 * @param order SIGTERM as of a runner, or SIGKILL as of one that has waited long enough
 */
export async function cancelJob(
  world: World,
  cwd: string,
  job: Job,
  variables: Variables,
  moment: RegExp,
  order: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<CancelledJob> {
  const env = {
    ...world.env,
    ...(job.variables as Record<string, string>),
    CI_JOB_NAME: 'reana',
    CI_COMMIT_REF_NAME: 'main',
    CI_PROJECT_DIR: cwd,
    GITLAB_CI: 'true',
    ...variables,
  };
  const child = start(job.script as string[], env, true);
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
  });
  let log = '';
  let ordered = Infinity;
  for await (const chunk of child.stderr) {
    log += String(chunk);
    if (!moment.test(log) || ordered !== Infinity) continue;
    ordered = performance.now();
    process.kill(-child.pid!, order);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const took = performance.now() - ordered;
  // The job's own token may have died with the job.
  const late = { ...env, CI_JOB_STATUS: 'canceled', CI_JOB_TOKEN: 'revoked' };
  const after = start(job.after_script as string[], late, false);
  const afterScript = await text(after.stdout);
  return { exitCode: child.exitCode, signal: child.signalCode, log, took, afterScript };

  function start(lines: readonly string[], environment: Record<string, string>, grouped: boolean) {
    return spawn('bash', ['-c', `set -eo pipefail\n${lines.join('\n')}`], {
      cwd,
      env: environment,
      detached: grouped,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}
