/** The jobs of workflow runs as rows. What they print is in files. */
import type { DatabaseSync } from 'node:sqlite';
import type { JobStatus } from '../../reana/types.ts';
import type { JobOutcome } from '../executor/executor.ts';
import { serverTime } from '../../base/server-time.ts';

export interface StoredJob {
  readonly id: string;
  readonly runId: string;
  /** Step name; may be empty. */
  readonly name: string;
  readonly image: string;
  readonly command: string;
  readonly backend: string;
  readonly status: JobStatus;
  readonly reason: JobOutcome['reason'] | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface JobStore {
  insert(job: Pick<StoredJob, 'id' | 'runId' | 'name' | 'image' | 'command' | 'backend'>): void;
  start(id: string): void;
  /** @param milliseconds how long the job had a place */
  end(id: string, outcome: JobOutcome, milliseconds: number): void;
  /** In order of creation. */
  ofRun(runId: string): StoredJob[];
  /** Marks the jobs of `runId` that have not ended as stopped. */
  stopAll(runId: string): void;
  /** Time that all jobs of all runs took, in milliseconds. */
  totalMilliseconds(): number;
}

export function createJobStore(database: DatabaseSync): JobStore {
  const insert = database.prepare(
    `INSERT INTO jobs (id, runId, name, image, command, backend, status)
      VALUES (?, ?, ?, ?, ?, ?, 'created')`,
  );
  const start = database.prepare("UPDATE jobs SET status = 'running', startedAt = ? WHERE id = ?");
  const end = database.prepare(
    'UPDATE jobs SET status = ?, reason = ?, finishedAt = ?, milliseconds = ? WHERE id = ?',
  );
  const ofRun = database.prepare(
    `SELECT id, runId, name, image, command, backend, status, reason, startedAt, finishedAt
      FROM jobs WHERE runId = ? ORDER BY sequence`,
  );
  const stopAll = database.prepare(
    `UPDATE jobs SET status = 'stopped', reason = 'Stopped', finishedAt = ?
      WHERE runId = ? AND status IN ('created', 'running')`,
  );
  const sum = database.prepare('SELECT coalesce(sum(milliseconds), 0) AS total FROM jobs');
  return {
    insert(job) {
      insert.run(job.id, job.runId, job.name, job.image, job.command, job.backend);
    },
    start(id) {
      start.run(serverTime(), id);
    },
    end(id, outcome, milliseconds) {
      end.run(outcome.status, outcome.reason, serverTime(), Math.round(milliseconds), id);
    },
    ofRun: (runId) => ofRun.all(runId) as unknown as StoredJob[],
    stopAll(runId) {
      stopAll.run(serverTime(), runId);
    },
    totalMilliseconds: () => Number(sum.get()?.total),
  };
}
