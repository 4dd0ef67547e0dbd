/** A workflow run as the database gives it, without its larger parts. */
import type { RunStatus, WorkflowType } from '../../reana/types.ts';
import type { RunNumber } from './run-name.ts';

export interface StoredRun extends RunNumber {
  readonly id: string;
  /** Shared by a run and its restarts. */
  readonly workspaceId: string;
  readonly name: string;
  readonly type: WorkflowType;
  readonly status: RunStatus;
  /** How many jobs the engine expects. */
  readonly total: number;
  readonly created: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly stoppedAt: string | null;
}

/** Columns of {@link StoredRun}. */
export const runColumns =
  'id, workspaceId, name, major, minor, type, status, total, created, startedAt, finishedAt, stoppedAt';
