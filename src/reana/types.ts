/**
 * The nouns of REANA's REST API as this project uses them: plain data, already parsed and checked.
 * Shared by the client, the embedded server and everything that reports on a run.
 */
import type { JsonObject } from '../base/json.ts';

/** The states of a workflow run (`reana_db.models.RunStatus`). */
export const runStatuses = [
  'created',
  'queued',
  'pending',
  'running',
  'finished',
  'failed',
  'stopped',
  'deleted',
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** States that a run never leaves by itself. */
export const endedStatuses = [
  'finished',
  'failed',
  'stopped',
  'deleted',
] as const satisfies RunStatus[];

/** Whether `status` is one that a run never leaves by itself. */
export function hasEnded(status: RunStatus): boolean {
  return (endedStatuses as readonly RunStatus[]).includes(status);
}

export type JobStatus = 'created' | 'queued' | 'running' | 'finished' | 'failed' | 'stopped';

export const workflowTypes = ['serial', 'yadage', 'cwl', 'snakemake'] as const;
export type WorkflowType = (typeof workflowTypes)[number];

/** A workflow run as the list of runs shows it. */
export interface WorkflowRun {
  /** UUID of the run: the only name that stays unique. */
  readonly id: string;
  /** Name with run number, `analysis.3` or `analysis.3.1` after a restart. */
  readonly name: string;
  readonly status: RunStatus;
  /** Naive server time, `2026-01-31T12:00:00`. */
  readonly created: string;
  readonly progress: Progress;
}

/** How many of a run's jobs are where. `running` is already corrected for those that have ended. */
export interface Progress {
  readonly total: number;
  readonly running: number;
  readonly finished: number;
  readonly failed: number;
  readonly currentStep?: string;
  readonly currentCommand?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly stoppedAt?: string;
}

/** One job of a run with what it printed. */
export interface JobLog {
  readonly id: string;
  /** Step name; empty for serial steps without a name. */
  readonly name: string;
  readonly status: JobStatus;
  readonly image: string;
  readonly command: string;
  readonly backend: string;
  readonly logs: string;
  /** File with the whole of a log of which `logs` has the end only. */
  readonly logFile?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

export interface RunLogs {
  /** What the workflow engine said. */
  readonly engine: string;
  /** File with the whole of what it said, where `engine` has the end only. */
  readonly engineFile?: string;
  /** What REANA keeps of the engine besides, if it does. */
  readonly engineSpecific?: string;
  /** In order of creation. */
  readonly jobs: readonly JobLog[];
}

/** A file (or symbolic link) of a run's workspace. */
export interface WorkspaceFile {
  /** Relative to the workspace; checked to stay inside. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Naive server time. */
  readonly modified: string;
}

export type SecretType = 'env' | 'file';

/** A secret's name; REANA never gives a value back. */
export interface SecretName {
  readonly name: string;
  readonly type: SecretType;
}

/** A secret to store. */
export interface Secret extends SecretName {
  readonly value: Uint8Array;
}

export interface QuotaResource {
  /** Bytes for disk, milliseconds for CPU. */
  readonly usage: number;
  readonly limit?: number;
  readonly health?: 'healthy' | 'warning' | 'critical';
}

export interface User {
  readonly email: string;
  readonly serverVersion?: string;
  readonly quota: { readonly cpu?: QuotaResource; readonly disk?: QuotaResource };
}

/** The cluster's limits and defaults of `GET /api/info`, each absent where the server does not tell. */
export interface ClusterInfo {
  readonly computeBackends?: readonly string[];
  readonly workspacesAvailable?: readonly string[];
  readonly maximumMemoryLimit?: string;
  readonly maximumJobTimeout?: number;
  readonly defaultMemoryLimit?: string;
  readonly supportedEngines?: readonly string[];
  readonly minimumUid?: number;
  readonly vettedImages?: readonly string[];
  /** Everything as the server sent it. */
  readonly raw: JsonObject;
}
