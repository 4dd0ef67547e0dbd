/** A run in words, as several commands show it. */
import { serverTimeValue } from '../base/server-time.ts';
import { formatDuration } from '../base/format.ts';
import type { Progress, WorkflowRun } from '../reana/types.ts';

/** `3/5 steps`, with those that failed; `-` as long as the number of steps is not known. */
export function formatProgress(progress: Progress): string {
  if (progress.total === 0) return '-';
  const failed = progress.failed === 0 ? '' : `, ${progress.failed} failed`;
  return `${progress.finished}/${progress.total}${failed}`;
}

/** How long the run took, or has taken until `now`; `-` before its start. */
export function formatRunTime({ progress }: WorkflowRun, now: Date): string {
  if (progress.startedAt === undefined) return '-';
  const ended = progress.finishedAt ?? progress.stoppedAt;
  const end = ended === undefined ? now.getTime() : serverTimeValue(ended);
  return formatDuration(end - serverTimeValue(progress.startedAt));
}
