/** Ending a run on REANA that nobody waits for any more. */
import { isReanaCiError } from '../../base/error.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { RunStatus } from '../../reana/types.ts';
import { hasEnded } from '../../reana/types.ts';

/** A run may leave the queue between the look at it and the request; then the other request is right. */
const tries = 3;

/**
 * Stops a running run; deletes one that has not begun, as REANA can stop running ones only.
 *
 * @param known the status as last seen, which saves a look
 * @returns the status that the run ends with
 * @throws ReanaCiError when the server refuses or cannot be reached
 */
export async function cancelRun(
  client: ReanaClient,
  id: string,
  known: RunStatus,
  signal?: AbortSignal,
): Promise<RunStatus> {
  let status = known;
  for (let attempt = 1; ; attempt++) {
    if (hasEnded(status)) return status;
    try {
      if (status === 'running') {
        await client.stopRun(id, signal);
        return 'stopped';
      }
      await client.deleteRun(id, {}, signal);
      return 'deleted';
    } catch (error) {
      // REANA answers a wrong "stop" with 409 and a wrong "delete" with 500; the status tells which it was.
      if (!isReanaCiError(error) || attempt === tries) throw error;
      const current = (await client.run(id, signal)).status;
      if (current === status) throw error;
      status = current;
    }
  }
}
