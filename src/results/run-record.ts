/** `run.json`: everything that is known of a run at its end, for people, reports and scripts. */
import type { RunStatus } from '../reana/types.ts';

export interface StepRecord {
  readonly name: string;
  readonly status: string;
  readonly image: string;
  readonly command: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Of the step's log, relative to the results folder. */
  readonly log?: string;
}

export interface FileRecord {
  /** Workspace-relative, and the same below the results folder. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

export interface RunRecord {
  readonly version: 1;
  readonly analysis: string;
  readonly specification: string;
  readonly server: string;
  readonly id?: string;
  /** With run number. */
  readonly name?: string;
  readonly url?: string;
  /** Digest of what was submitted, hexadecimal SHA-256. */
  readonly digest: string;
  readonly status: RunStatus | 'not-submitted';
  readonly reattached: boolean;
  readonly inputs: { readonly datasets: readonly string[]; readonly variables: Readonly<Record<string, string>> };
  readonly timings: {
    readonly begun: string;
    readonly submitted?: string;
    readonly started?: string;
    readonly ended?: string;
    readonly collected?: string;
  };
  readonly steps: readonly StepRecord[];
  readonly files: readonly FileRecord[];
  /** Declared outputs the run did not make. */
  readonly missing: readonly string[];
  readonly archive?: string;
  readonly exitCode: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}
