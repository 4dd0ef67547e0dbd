import { describe, expect, it } from 'vitest';
import { ReanaCiError } from '../../../src/base/error.ts';
import { cancelRun } from '../../../src/run/watch/cancel.ts';
import type { RunStatus } from '../../../src/reana/types.ts';
import { addRun, fakeReana, type FakeOptions } from '../fake-reana.ts';

function setUp(actual: RunStatus, options: FakeOptions = {}) {
  const reana = fakeReana(options);
  const run = addRun(reana, 'fit', actual);
  return { ...reana, run };
}

function conflict(): Promise<never> {
  return Promise.reject(new ReanaCiError('conflict', 'Workflow fit.1 is not running.'));
}

describe('cancelRun', () => {
  it.each([
    ['running', 'stop fit.1', 'stopped'],
    ['queued', 'delete fit.1', 'deleted'],
    ['pending', 'delete fit.1', 'deleted'],
    ['created', 'delete fit.1', 'deleted'],
  ] as const)('ends a %s run in one request', async (status, call, end) => {
    const { client, calls, run } = setUp(status);
    expect(await cancelRun(client, run.id, status)).toBe(end);
    expect(calls).toEqual([call]);
  });

  it.each(['finished', 'failed', 'stopped', 'deleted'] as const)(
    'leaves a %s run as it is',
    async (status) => {
      const { client, calls, run } = setUp(status);
      expect(await cancelRun(client, run.id, status)).toBe(status);
      expect(calls).toEqual([]);
    },
  );

  it('stops a run that has left the queue since the last look', async () => {
    const { client, calls, run } = setUp('running', {
      client: { deleteRun: () => Promise.reject(new ReanaCiError('internal', 'is running')) },
    });
    expect(await cancelRun(client, run.id, 'queued')).toBe('stopped');
    expect(calls).toEqual(['stop fit.1']);
  });

  it('is content with a run that has just ended by itself', async () => {
    const { client, run } = setUp('finished', { client: { stopRun: conflict } });
    expect(await cancelRun(client, run.id, 'running')).toBe('finished');
  });

  it('passes on a refusal that the status does not explain', async () => {
    const { client, run } = setUp('running', { client: { stopRun: conflict } });
    await expect(cancelRun(client, run.id, 'running')).rejects.toMatchObject({ code: 'conflict' });
  });
});
