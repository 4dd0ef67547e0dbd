/** Looks at the jobs of a run that is watched. */
import { bounded } from '../../base/bounded.ts';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import type { Progress } from '../../reana/types.ts';
import type { RunContext } from '../run-context.ts';
import type { StepTracker } from './step-tracker.ts';
import type { WatchLimits } from './watch-limits.ts';

/** A look at the logs transfers all of them: it may take a tenth of the time at most. */
const logShare = 10;
/** Milliseconds; the watch itself has to go on. */
const longestLook = 60_000;

/**
 * Makes a function that reads the jobs when their numbers have changed, and not too often. A look that fails
 * is left out: the next one tells more.
 */
export function createStepLook(
  id: string,
  steps: StepTracker,
  { deadline = Infinity }: Pick<WatchLimits, 'deadline'>,
  { client, now, signal }: RunContext,
): (progress: Progress) => Promise<void> {
  let known = '0 0 0';
  let notBefore = 0;

  async function readJobs(progress: Progress, within: AbortSignal): Promise<void> {
    const jobs = progress.running + progress.finished + progress.failed;
    // Asked for by name, the last of several new steps would be told before the others.
    const names = jobs - steps.seen > 1 ? undefined : stepsToAskFor(steps, progress);
    steps.update((await client.logs(id, names === undefined ? {} : { steps: names }, within)).jobs);
    if (names !== undefined && steps.seen < jobs) {
      steps.update((await client.logs(id, {}, within)).jobs);
    }
  }

  return async (progress) => {
    const counts = `${progress.running} ${progress.finished} ${progress.failed}`;
    const begun = now();
    if (counts === known || begun < notBefore) return;
    try {
      const left = Math.max(Math.min(longestLook, deadline - begun), 1);
      await bounded(left, tooLong, signal, (within) => readJobs(progress, within));
      known = counts;
    } catch (error) {
      if (signal.aborted || !isReanaCiError(error)) throw error;
    }
    notBefore = now() + (now() - begun) * logShare;
  };
}

function tooLong(): ReanaCiError {
  return new ReanaCiError('unreachable', 'The logs did not come in time.');
}

/** The steps that may have moved; `undefined` when only a look at all of them can tell. */
function stepsToAskFor(steps: StepTracker, progress: Progress): string[] | undefined {
  const names = new Set(steps.openSteps());
  if (progress.currentStep !== undefined) names.add(progress.currentStep);
  return names.size === 0 || names.has('') ? undefined : [...names];
}
