/** Statuses in which a run has ended. */
import { endedStatuses, type RunStatus } from '../../reana/types.ts';

/** Whether a run in this status stays in it. */
export function hasEnded(status: RunStatus): boolean {
  return (endedStatuses as readonly RunStatus[]).includes(status);
}
