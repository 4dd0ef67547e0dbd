/** The retention rules of a run, as its specification asks for them. Nothing is removed by them here. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { serverTime, serverTimeValue } from '../../base/server-time.ts';
import type { StoredRun } from '../store/stored-run.ts';

export interface RetentionRule {
  readonly id: string;
  /** Glob in the workspace. */
  readonly workspace_files: string;
  readonly retention_days: number;
  /** When the files may go; known once the run has ended. */
  readonly apply_on: string | null;
  readonly status: 'created' | 'active';
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

export function retentionRules(run: StoredRun, specification: JsonObject): RetentionRule[] {
  const workspace = isJsonObject(specification.workspace) ? specification.workspace : {};
  const days = isJsonObject(workspace.retention_days) ? workspace.retention_days : {};
  const ended = run.finishedAt ?? run.stoppedAt;
  const sorted = Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([files, value]) => ({
    id: ruleId(run.id, files),
    workspace_files: files,
    retention_days: Number(value),
    apply_on:
      ended === null
        ? null
        : serverTime(new Date(serverTimeValue(ended) + Number(value) * dayMilliseconds)),
    status: run.status === 'created' ? 'created' : 'active',
  }));
}

/** A UUID that stays the same from one question to the next. */
function ruleId(runId: string, files: string): string {
  const hex = createHash('sha256').update(`${runId} ${files}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join('-');
}
