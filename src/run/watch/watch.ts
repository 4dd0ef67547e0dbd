/** Waiting for a run to end: light looks, each step told once, own deadlines, patience with outages. */
import type { RunStatus, WorkflowRun } from '../../reana/types.ts';
import { deadlineError } from '../deadline.ts';
import type { Standing } from '../event.ts';
import type { RunContext } from '../run-context.ts';
import { createLook } from './look.ts';
import { pollInterval } from './poll-interval.ts';
import { hasEnded } from '../../reana/types.ts';
import { createStepLook } from './step-look.ts';
import type { StepTracker } from './step-tracker.ts';
import { checkTimes, timeLeft, type WatchLimits } from './watch-limits.ts';

export type { WatchLimits } from './watch-limits.ts';

/** A line every five minutes at least, though a look with all its retries may take one of them. */
const heartbeatInterval = 3.5 * 60_000;

/**
 * Waits until the run has ended. Nothing that is seen on the way ends the wait but the run's end and the
 * times of `limits`: a look that fails, or is refused, is followed by the next one.
 *
 * @param onStatus called with the status whenever it was read
 * @returns how the run stands at its end; this last status is not announced, as its last steps are not yet
 * @throws ReanaCiError `deadline` when the queue's or the run's time is over (the run is left as it is);
 * `unreachable`, `unauthorized` or `forbidden` when no look has succeeded for `outageTimeout`
 * @throws the signal's reason
 */
export async function watchRun(
  id: string,
  limits: WatchLimits,
  steps: StepTracker,
  context: RunContext,
  onStatus: (status: RunStatus) => void,
): Promise<Standing> {
  const { client, host, now, delay, signal } = context;
  const look = createLook(limits, context);
  const lookAtSteps = createStepLook(id, steps, limits, context);
  const begun = now();
  let runningSince: number | undefined;
  let lastChange = begun;
  let lastWord = begun;
  let known = '';
  let status: RunStatus = 'queued';

  for (;;) {
    const run = await look((within) => client.run(id, within));
    if (run !== undefined) {
      status = run.status;
      onStatus(status);
      const standing = standingOf(run, now() - begun);
      if (hasEnded(status)) return standing;
      const summary = `${status} ${standing.done} ${run.progress.running} ${standing.total}`;
      if (summary !== known) {
        known = summary;
        lastChange = lastWord = now();
        host.announce({ kind: 'status', ...standing });
      } else {
        host.announce({ kind: 'unchanged', ...standing });
      }
      if (status === 'running') runningSince ??= now();
      await lookAtSteps(run.progress);
      checkTimes({ now: now(), begun, runningSince, status }, limits);
    }
    if (now() >= (limits.deadline ?? Infinity)) {
      throw deadlineError('--deadline passed before the run ended.');
    }
    if (now() - lastWord >= heartbeatInterval) {
      lastWord = now();
      host.announce({ kind: 'heartbeat', status, milliseconds: now() - begun });
    }
    const interval = pollInterval(now() - lastChange, status, limits.shortestPoll);
    const left = timeLeft({ now: now(), begun, runningSince, status }, limits);
    await delay(Math.min(interval, left), signal);
  }
}

function standingOf({ status, progress }: WorkflowRun, milliseconds: number): Standing {
  return {
    status,
    done: progress.finished + progress.failed,
    total: progress.total,
    milliseconds,
  };
}
