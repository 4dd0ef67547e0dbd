/** Tells each step once as it starts and once as it ends, from successive looks at a run's jobs. */
import { serverTimeValue } from '../../base/server-time.ts';
import type { JobLog, JobStatus } from '../../reana/types.ts';
import type { RunEvent } from '../event.ts';

export interface StepTracker {
  /** Takes the jobs as they are now, in their order; announces what is new. */
  update(jobs: readonly JobLog[]): void;
  /** The same, passing over jobs that were not seen before. */
  refresh(jobs: readonly JobLog[]): void;
  /** How many jobs have been seen so far. */
  readonly seen: number;
  /** Names of the steps that have begun and not ended. */
  openSteps(): string[];
}

interface SeenJob {
  readonly label: string;
  readonly name: string;
  readonly firstSeen: number;
  status: JobStatus;
}

/**
 * @param announce receives `step-started` and `step-ended`, in this order for every step
 * @param now milliseconds of a clock, for jobs whose server tells no times
 */
export function createStepTracker(
  announce: (event: RunEvent) => void,
  now: () => number,
): StepTracker {
  const jobs = new Map<string, SeenJob>();
  const label = createStepLabels();

  function begin(job: JobLog): SeenJob {
    const seen: SeenJob = {
      label: label(job.name),
      name: job.name,
      firstSeen: now(),
      status: 'created',
    };
    jobs.set(job.id, seen);
    return seen;
  }

  function advance(seen: SeenJob, job: JobLog): void {
    if (seen.status === job.status || endOf(seen.status) !== undefined) return;
    const end = endOf(job.status);
    const hadStarted = seen.status === 'running';
    seen.status = job.status;
    if (!hadStarted && (job.status === 'running' || end !== undefined)) {
      announce({ kind: 'step-started', step: seen.label });
    }
    if (end !== undefined) {
      const milliseconds = durationOf(job) ?? now() - seen.firstSeen;
      announce({ kind: 'step-ended', step: seen.label, status: end, milliseconds });
    }
  }

  return {
    get seen() {
      return jobs.size;
    },
    openSteps: () =>
      [...jobs.values()].filter((job) => endOf(job.status) === undefined).map((job) => job.name),
    update(current) {
      for (const job of current) advance(jobs.get(job.id) ?? begin(job), job);
    },
    refresh(current) {
      for (const job of current) {
        const seen = jobs.get(job.id);
        if (seen !== undefined) advance(seen, job);
      }
    },
  };
}

/**
 * Makes a function that names the jobs of a run, called in their order: the step's name, `step 3` for the
 * third job when it has none, `fit (2)` for the second job of one step.
 */
export function createStepLabels(): (stepName: string) => string {
  const uses = new Map<string, number>();
  let count = 0;
  return (stepName) => {
    count += 1;
    if (stepName === '') return `step ${count}`;
    const use = (uses.get(stepName) ?? 0) + 1;
    uses.set(stepName, use);
    return use === 1 ? stepName : `${stepName} (${use})`;
  };
}

function endOf(status: JobStatus): 'finished' | 'failed' | 'stopped' | undefined {
  return status === 'finished' || status === 'failed' || status === 'stopped' ? status : undefined;
}

/** Both times are the server's own, without a zone: only their difference means something here. */
function durationOf(job: JobLog): number | undefined {
  if (job.startedAt === undefined || job.finishedAt === undefined) return undefined;
  const milliseconds = serverTimeValue(job.finishedAt) - serverTimeValue(job.startedAt);
  return milliseconds >= 0 ? milliseconds : undefined;
}
