/** Waiting for a run to end: light looks, each step told once, own deadlines, patience with outages. */
import { ReanaCiError } from '../../base/error.ts';
import { formatDuration } from '../../base/format.ts';
import type { Progress, RunStatus, WorkflowRun } from '../../reana/types.ts';
import { deadlineError } from '../deadline.ts';
import type { Standing } from '../event.ts';
import { isOutage } from './outage.ts';
import { pollInterval } from './poll-interval.ts';
import type { RunContext } from '../run-context.ts';
import { hasEnded } from './run-status.ts';
import type { StepTracker } from './step-tracker.ts';

/** All in milliseconds. */
export interface WatchLimits {
  /** Until the run is running; `undefined` waits for ever. */
  readonly queueTimeout: number | undefined;
  /** From running to the end; `undefined` waits for ever. */
  readonly timeout: number | undefined;
  /** When the whole command has to be over, in milliseconds since the epoch; by default never. */
  readonly deadline?: number;
  /** How long the server may be out of reach in one go. */
  readonly outageTimeout: number;
  /** Between two looks at the run. */
  readonly shortestPoll: number;
}

/** A line every five minutes at least, though a look with all its retries may take one of them. */
const heartbeatInterval = 3.5 * 60_000;
/** A look at the logs transfers all of them: it may take a tenth of the time at most. */
const logShare = 10;

/**
 * Waits until the run has ended.
 *
 * @param onStatus called with the status whenever it was read
 * @returns how the run stands at its end; this last status is not announced, as its last steps are not yet
 * @throws ReanaCiError `deadline` when the queue's or the run's time is over (the run is left as it is);
 * `unreachable` when the server stays away for longer than `outageTimeout`; what the server refuses
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
  const look = tolerateOutages(context, limits.outageTimeout);
  const lookAtSteps = createStepLook(id, steps, context);
  const begun = now();
  let runningSince: number | undefined;
  let lastChange = begun;
  let lastWord = begun;
  let known = '';
  let status: RunStatus = 'queued';

  for (;;) {
    const run = await look(() => client.run(id, signal));
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
      await look(() => lookAtSteps(run.progress));
      checkTimes(now(), begun, runningSince, limits);
    }
    if (now() >= (limits.deadline ?? Infinity)) {
      throw deadlineError('The run had not ended when the time of --deadline was over.');
    }
    if (now() - lastWord >= heartbeatInterval) {
      lastWord = now();
      host.announce({ kind: 'heartbeat', status, milliseconds: now() - begun });
    }
    const interval = pollInterval(now() - lastChange, status, limits.shortestPoll);
    await delay(Math.min(interval, timeLeft(now(), begun, runningSince, limits)), signal);
  }
}

/** Makes a function that gives `undefined` for a look that found no server, until the patience is over. */
function tolerateOutages(
  { host, now }: RunContext,
  outageTimeout: number,
): <T>(look: () => Promise<T>) => Promise<T | undefined> {
  let awaySince: number | undefined;
  return async (look) => {
    const asked = now();
    try {
      const answer = await look();
      awaySince = undefined;
      return answer;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (awaySince === undefined) {
        awaySince = asked;
        host.announce({
          kind: 'warning',
          message: `The server does not answer; the run goes on, and so does the watch. (${error.message})`,
        });
      }
      if (now() - awaySince < outageTimeout) return undefined;
      throw new ReanaCiError(
        'unreachable',
        `The server has not answered for ${formatDuration(now() - awaySince)}; the run may still go on.`,
        { hint: 'Give the same command with --resume to wait for it again.', cause: error },
      );
    }
  };
}

/** Makes a function that reads the jobs when their numbers have changed, and not too often. */
function createStepLook(
  id: string,
  steps: StepTracker,
  { client, now, signal }: RunContext,
): (progress: Progress) => Promise<void> {
  let known = '0 0 0';
  let notBefore = 0;
  return async (progress) => {
    const counts = `${progress.running} ${progress.finished} ${progress.failed}`;
    const begun = now();
    if (counts === known || begun < notBefore) return;
    const jobs = progress.running + progress.finished + progress.failed;
    // Asked for by name, the last of several new steps would be told before the others.
    const names = jobs - steps.seen > 1 ? undefined : stepsToAskFor(steps, progress);
    steps.update((await client.logs(id, names === undefined ? {} : { steps: names }, signal)).jobs);
    if (names !== undefined && steps.seen < jobs) {
      steps.update((await client.logs(id, {}, signal)).jobs);
    }
    known = counts;
    notBefore = now() + (now() - begun) * logShare;
  };
}

/** The steps that may have moved; `undefined` when only a look at all of them can tell. */
function stepsToAskFor(steps: StepTracker, progress: Progress): string[] | undefined {
  const names = new Set(steps.openSteps());
  if (progress.currentStep !== undefined) names.add(progress.currentStep);
  return names.size === 0 || names.has('') ? undefined : [...names];
}

function standingOf({ status, progress }: WorkflowRun, milliseconds: number): Standing {
  return {
    status,
    done: progress.finished + progress.failed,
    total: progress.total,
    milliseconds,
  };
}

/** Milliseconds to the next deadline; while an outage keeps it from being checked, the usual interval counts. */
function timeLeft(
  now: number,
  begun: number,
  runningSince: number | undefined,
  { queueTimeout, timeout, deadline }: WatchLimits,
): number {
  const [since, allowed] =
    runningSince === undefined ? [begun, queueTimeout] : [runningSince, timeout];
  const ends = [allowed === undefined ? Infinity : since + allowed, deadline ?? Infinity];
  return Math.min(...ends.map((end) => end - now).map((left) => (left > 0 ? left : Infinity)));
}

/** Only after a look: a run that could not be looked at may have begun, or ended, in time. */
function checkTimes(
  now: number,
  begun: number,
  runningSince: number | undefined,
  { queueTimeout, timeout }: WatchLimits,
): void {
  if (runningSince === undefined) {
    if (queueTimeout === undefined || now - begun < queueTimeout) return;
    throw new ReanaCiError(
      'deadline',
      `The run was not running after ${formatDuration(queueTimeout)}, the time --queue-timeout allows.`,
      { hint: 'The cluster may be full: try later, or allow more time.' },
    );
  }
  if (timeout === undefined || now - runningSince < timeout) return;
  throw new ReanaCiError(
    'deadline',
    `The run was still running after ${formatDuration(timeout)}, the time --timeout allows.`,
    { hint: 'See the logs of its steps for what took so long, or allow more time.' },
  );
}
