import { describe, expect, it } from 'vitest';
import { progressOf } from '../../../src/local/run/progress.ts';
import { serverTime } from '../../../src/base/server-time.ts';
import type { StoredJob } from '../../../src/local/store/jobs.ts';
import type { StoredRun } from '../../../src/local/store/stored-run.ts';

const run: StoredRun = {
  ...{ id: 'r', workspaceId: 'r', name: 'fit', major: 1, minor: 0, total: 2 },
  ...{ created: '', startedAt: null, finishedAt: null, stoppedAt: null },
  type: 'yadage',
  status: 'running',
};

function ago(seconds: number): string {
  return serverTime(new Date(Date.now() - seconds * 1000));
}

function job(name: string, startedAt: string, finishedAt: string | null): StoredJob {
  return {
    ...{ id: name, runId: 'r', name, image: '', command: `run ${name}`, backend: 'kubernetes' },
    ...{ startedAt, finishedAt, reason: null },
    status: finishedAt === null ? 'running' : 'finished',
  };
}

const jobs = [job('download', ago(60), ago(3)), job('ntuple', ago(3), null)];

function counts(of: StoredRun, delay: number): unknown[] {
  const { running, finished, current_step_name: step } = progressOf(of, jobs, delay);
  return [running.total, finished.total, step];
}

describe('the progress of a run', () => {
  it('has late counts and a live name while yadage runs', () => {
    expect(counts(run, 10_000)).toEqual([1, 0, 'ntuple']);
    expect(counts(run, 0)).toEqual([2, 1, 'ntuple']);
  });

  it('is at once what it is in the other languages, and when the run has ended', () => {
    expect(counts({ ...run, type: 'serial' }, 10_000)).toEqual([2, 1, 'ntuple']);
    expect(counts({ ...run, status: 'finished' }, 10_000)).toEqual([2, 1, 'ntuple']);
  });
});
