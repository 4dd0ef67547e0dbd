/** Making a run on REANA such that none is forgotten when the program is told to stop meanwhile. */
import { bounded } from '../../base/bounded.ts';
import { ReanaCiError } from '../../base/error.ts';
import type { CreateRunRequest } from '../../reana/reana-client.ts';
import type { RunContext } from '../run-context.ts';

/** How long an order to stop waits for the answer that tells which run there is to delete. */
const grace = 2000;

export interface NewRun {
  readonly id: string;
  /** With run number. */
  readonly name: string;
}

/**
 * Creates a run. An order to stop does not break the request off at once, as its answer holds the only
 * handle to the new run; the caller has to look at the signal afterwards.
 *
 * @throws ReanaCiError what the server refuses, `unreachable`
 * @throws the signal's reason when no answer came in time; runs of this name that were only just made are
 * deleted then
 */
export async function createRun(
  request: CreateRunRequest,
  { client, host, delay, signal }: RunContext,
): Promise<NewRun> {
  const patience = new AbortController();
  const giveUp = () => {
    const reason: unknown = signal.reason;
    void delay(grace, patience.signal).then(
      () => {
        patience.abort(reason);
      },
      () => undefined,
    );
  };
  if (signal.aborted) signal.throwIfAborted();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const run = await client.createRun(request, patience.signal);
    for (const message of run.warnings) host.announce({ kind: 'warning', message });
    return { id: run.id, name: run.name };
  } catch (error) {
    if (signal.aborted) await deleteDrafts(request.name, client);
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
    patience.abort();
  }
}

/** The name ends in the digest of the job, so that a draft of this name can only be this job's. */
async function deleteDrafts(name: string, client: RunContext['client']): Promise<void> {
  const late = () => new ReanaCiError('unreachable', 'The drafts could not be deleted in time.');
  try {
    await bounded(grace, late, undefined, async (brief) => {
      const drafts = await client.listRuns({ name, status: ['created'] }, brief);
      await Promise.all(drafts.map((draft) => client.deleteRun(draft.id, {}, brief)));
    });
  } catch {
    // The server is out of reach; a draft costs nothing, and a retry of the job completes it.
  }
}
