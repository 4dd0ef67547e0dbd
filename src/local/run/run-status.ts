/** Which states of a run are final. */
import { endedStatuses, type RunStatus } from '../../reana/types.ts';

export function isEnded(status: RunStatus): boolean {
  return (endedStatuses as readonly RunStatus[]).includes(status);
}
