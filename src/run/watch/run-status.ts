/** What a run's status means for the one who waits. */
import { endedStatuses, type RunStatus } from '../../reana/types.ts';

/** Whether a run in this status stays in it. */
export function hasEnded(status: RunStatus): boolean {
  return (endedStatuses as readonly RunStatus[]).includes(status);
}
