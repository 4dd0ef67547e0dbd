/** A run of two steps whose second failed. */
import type { RunRecord } from '../../../src/results/run-record.ts';

export const failedRecord: RunRecord = {
  version: 1,
  analysis: 'zz',
  specification: 'reana.yaml',
  server: 'https://reana.example.org',
  id: '0a1b2c3d-0000-4000-8000-000000000000',
  name: 'zz_p42_mr7_9001_reana-0123456789ab.1',
  url: 'https://reana.example.org/details/0a1b2c3d-0000-4000-8000-000000000000',
  digest: '0123456789ab'.padEnd(64, '0'),
  status: 'failed',
  reattached: false,
  inputs: { datasets: [], variables: {} },
  timings: {
    begun: '2026-01-31T12:00:00.000Z',
    submitted: '2026-01-31T12:00:05.000Z',
    started: '2026-01-31T12:01:00.000Z',
    ended: '2026-01-31T12:06:00.000Z',
  },
  steps: [
    {
      name: 'select',
      status: 'finished',
      image: 'docker.io/library/python:3.12',
      command: 'python select.py',
      startedAt: '2026-01-31T12:01:00',
      finishedAt: '2026-01-31T12:03:30',
      log: 'logs/01-select.log',
    },
    {
      name: 'fit',
      status: 'failed',
      image: 'docker.io/library/python:3.12',
      command: 'python fit.py',
      startedAt: '2026-01-31T12:03:30',
      finishedAt: '2026-01-31T12:06:00',
      log: 'logs/02-fit.log',
    },
  ],
  files: [],
  missing: [],
  exitCode: 1,
  error: { code: 'run-failed', message: 'zz.1 failed in fit.' },
};

export const finishedRecord: RunRecord = withoutError({
  ...failedRecord,
  status: 'finished',
  steps: failedRecord.steps.map((step) => ({ ...step, status: 'finished' })),
  files: [{ path: 'fit/limit.json', size: 120, sha256: 'a'.repeat(64) }],
  exitCode: 0,
});

/** A run of `count` steps of which every tenth failed, with names as long as they may be. */
export function largeRecord(count: number): RunRecord {
  return {
    ...failedRecord,
    steps: Array.from({ length: count }, (_, index) => ({
      name: `scan point ${index} ${'x'.repeat(200)}`,
      status: index % 10 === 0 ? 'failed' : 'finished',
      image: 'docker.io/library/python:3.12',
      command: 'python fit.py',
      startedAt: '2026-01-31T12:03:30',
      finishedAt: '2026-01-31T12:06:00',
      log: `logs/${index}.log`,
    })),
  };
}

function withoutError({ error: _error, ...record }: RunRecord): RunRecord {
  return record;
}
