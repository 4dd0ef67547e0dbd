/** Paths of a run's files and logs. */
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { StateDirectory } from '../store/state-directory.ts';
import type { StoredRun } from '../store/stored-run.ts';

export interface RunFiles {
  readonly workspace: string;
  readonly engineLog: string;
  /** File secrets while the run is alive. */
  readonly secrets: string;
  jobLog(jobId: string): string;
}

export function runFiles(state: StateDirectory, run: StoredRun): RunFiles {
  const logs = path.join(state.logs, run.id);
  return {
    workspace: path.join(state.workspaces, run.workspaceId),
    engineLog: path.join(logs, 'engine.log'),
    secrets: path.join(state.secrets, run.id),
    jobLog: (jobId) => path.join(logs, `${jobId}.log`),
  };
}

/** Adds a line at once, so that it survives whatever happens next. */
export function addEngineLogLine(files: RunFiles, line: string): void {
  mkdirSync(path.dirname(files.engineLog), { recursive: true, mode: 0o700 });
  appendFileSync(files.engineLog, `${line}\n`, { mode: 0o600 });
}
