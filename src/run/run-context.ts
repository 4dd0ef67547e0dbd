/** The tools that the steps of a run work with; all of them passed in, so that a test can pass its own. */
import type { Delay } from '../base/delay.ts';
import type { Redact } from '../base/redact.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import type { ResultsStore } from './collect/results-store.ts';
import type { Host } from './host.ts';
import type { Leave } from './submit/submission.ts';

export interface RunContext {
  readonly client: ReanaClient;
  readonly host: Host;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly delay: Delay;
  /** Masks secrets in what is written to files. */
  readonly redact: Redact;
  /** Aborted when the user or the host wants the run to end. */
  readonly signal: AbortSignal;
  /** By default the disk. */
  readonly store?: ResultsStore;
  /** Set when nobody here waits for the run. */
  readonly leave?: Leave;
}
