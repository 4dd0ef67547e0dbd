/** Looks at the jobs of a run that is watched. */
import { bounded } from '../../base/bounded.ts';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import type { LogsRequest } from '../../reana/requests.ts';
import type { Progress } from '../../reana/types.ts';
import type { RunContext } from '../run-context.ts';
import type { StepTracker } from './step-tracker.ts';
import type { WatchLimits } from './watch-limits.ts';

/** A look at the logs transfers all of them: it may take a tenth of the time at most. */
const logShare = 10;
/** What the jobs have printed is of no interest here. */
const brief: LogsRequest = { longLogs: 'cut' };
/** Milliseconds; the watch itself has to go on. */
const longestLook = 60_000;

/**
 * Makes a function that reads the jobs when the progress has changed, and not too often. A look that fails is
 * left out: the next one tells more.
 *
 * Counts cannot be relied on: those of a yadage run come minutes after the name of its current step. So the
 * jobs that are open are asked for by their steps, and those that are new by their place in the list.
 */
export function createStepLook(
  id: string,
  steps: StepTracker,
  { deadline = Infinity }: Pick<WatchLimits, 'deadline'>,
  { client, now, signal }: RunContext,
): (progress: Progress) => Promise<void> {
  let known = '0 0 0  ';
  let notBefore = 0;

  /** Jobs that were seen before; none of the others, whose turn comes in their order. */
  async function readOpen(within: AbortSignal): Promise<void> {
    const names = [...new Set(steps.openSteps())];
    if (names.length === 0) return;
    const request = names.includes('') ? brief : { ...brief, steps: names };
    steps.refresh((await client.logs(id, request, within)).jobs);
  }

  async function readNew(within: AbortSignal): Promise<void> {
    for (;;) {
      const { seen } = steps;
      const request = seen === 0 ? brief : { ...brief, page: 2, size: seen };
      const { jobs } = await client.logs(id, request, within);
      steps.update(jobs);
      if (seen === 0 || jobs.length < seen || steps.seen === seen) return;
    }
  }

  async function readJobs(within: AbortSignal): Promise<void> {
    await readOpen(within);
    await readNew(within);
  }

  return async (progress) => {
    const { running, finished, failed, currentStep = '', currentCommand = '' } = progress;
    const state = `${running} ${finished} ${failed} ${currentStep} ${currentCommand}`;
    const begun = now();
    if (state === known || begun < notBefore) return;
    try {
      const left = Math.max(Math.min(longestLook, deadline - begun), 1);
      await bounded(left, tooLong, signal, (within) => readJobs(within));
      known = state;
    } catch (error) {
      if (signal.aborted || !isReanaCiError(error)) throw error;
    }
    notBefore = now() + (now() - begun) * logShare;
  };
}

function tooLong(): ReanaCiError {
  return new ReanaCiError('unreachable', 'The logs did not come in time.');
}
