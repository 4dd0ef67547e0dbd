import { describe, expect, it } from 'vitest';
import { ReanaCiError } from '../../../src/base/error.ts';
import type { ReanaClient } from '../../../src/reana/reana-client.ts';
import type { LogsRequest } from '../../../src/reana/requests.ts';
import type { JobLog } from '../../../src/reana/types.ts';
import type { RunEvent } from '../../../src/run/event.ts';
import { createStepTracker } from '../../../src/run/watch/step-tracker.ts';
import { type WatchLimits, watchRun } from '../../../src/run/watch/watch.ts';
import { fakeClock, fakeContext, startOfTime } from '../fake-context.ts';
import { addRun, fakeReana, job, type Look } from '../fake-reana.ts';

const limits: WatchLimits = {
  queueTimeout: undefined,
  timeout: undefined,
  outageTimeout: 30 * 60_000,
  shortestPoll: 2000,
};

function watch(
  looks: Look[],
  overrides: Partial<WatchLimits> = {},
  signal?: AbortSignal,
  client: Partial<ReanaClient> = {},
) {
  const reana = fakeReana({ client });
  const run = addRun(reana, 'fit', 'queued');
  run.looks = [...looks];
  const clock = fakeClock();
  const context = fakeContext(reana.client, clock, signal);
  const steps = createStepTracker((event) => {
    context.host.announce(event);
  }, context.now);
  const statuses: string[] = [];
  const ended = watchRun(run.id, { ...limits, ...overrides }, steps, context, (status) => {
    statuses.push(status);
  });
  return { ended, clock, statuses, events: context.host.events };
}

const step: Look = { status: 'running', progress: { running: 1, total: 1 } };
const stepping: Look[] = ['queued', step, step, 'finished'];

function forever(signal?: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

function away(): ReanaCiError {
  return new ReanaCiError('unreachable', 'No answer from https://reana.example.org.');
}

function ofKind(events: readonly RunEvent[], kind: RunEvent['kind']): RunEvent[] {
  return events.filter((event) => event.kind === kind);
}

describe('watchRun', () => {
  it.each(['finished', 'failed', 'stopped', 'deleted'] as const)(
    'ends when a run is %s',
    async (end) => {
      const { ended, statuses } = watch(['queued', 'pending', 'running', end]);
      expect((await ended).status).toBe(end);
      expect(statuses).toEqual(['queued', 'pending', 'running', end]);
    },
  );

  it('tells each step once as it starts and once as it ends', async () => {
    const { ended, events } = watch([
      'queued',
      { status: 'running', progress: { running: 1, total: 2 }, jobs: [job('select', 'running')] },
      { status: 'running', progress: { running: 1, total: 2 } },
      {
        status: 'running',
        progress: { running: 1, finished: 1, total: 2 },
        jobs: [job('select', 'finished'), job('fit', 'running')],
      },
      { status: 'failed', progress: { finished: 1, failed: 1, total: 2 } },
    ]);
    await ended;
    expect(events.filter(({ kind }) => kind.startsWith('step'))).toEqual([
      { kind: 'step-started', step: 'select' },
      { kind: 'step-ended', step: 'select', status: 'finished', milliseconds: 7000 },
      { kind: 'step-started', step: 'fit' },
    ]);
  });

  it('looks often while things change and rarely while nothing does', async () => {
    const { ended, clock } = watch([
      ...Array<Look>(20).fill('queued'),
      ...Array<Look>(60).fill('running'),
      'finished',
    ]);
    await ended;
    expect(clock.waits[0]).toBe(2000);
    expect(Math.max(...clock.waits.slice(0, 20))).toBeLessThanOrEqual(5000);
    expect(clock.waits[20]).toBe(2000);
    expect(clock.waits.at(-1)).toBe(15_000);
  });

  it('says at least every five minutes that it still watches', async () => {
    const { ended, clock, events } = watch([...Array<Look>(200).fill('running'), 'finished']);
    await ended;
    const minutes = clock.waits.reduce((sum, wait) => sum + wait, 0) / 60_000;
    expect(ofKind(events, 'heartbeat').length).toBeGreaterThanOrEqual(Math.floor(minutes / 5));
  });

  it('leaves the run alone and says so when the queue takes too long', async () => {
    const { ended } = watch(Array<Look>(100).fill('pending'), { queueTimeout: 60_000 });
    await expect(ended).rejects.toMatchObject({
      code: 'deadline',
      message: 'The run was not running after 1 min 00 s, the time --queue-timeout allows.',
    });
  });

  it('counts the time of the run from when it is running', async () => {
    const { ended, clock } = watch(
      [...Array<Look>(50).fill('queued'), ...Array<Look>(100).fill('running')],
      { timeout: 60_000, queueTimeout: 600_000 },
    );
    await expect(ended).rejects.toMatchObject({
      code: 'deadline',
      message: 'The run was still running after 1 min 00 s, the time --timeout allows.',
    });
    expect(clock.waits.length).toBeGreaterThan(50);
  });

  it('outlives an outage and tells it once', async () => {
    const { ended, events } = watch(['running', away(), away(), away(), 'running', 'finished']);
    expect((await ended).status).toBe('finished');
    expect(ofKind(events, 'warning')).toHaveLength(1);
  });

  it('takes an answer of a proxy in the place of REANA for an outage', async () => {
    const updating = new ReanaCiError('not-reana', 'https://reana.example.org answered 404.');
    const { ended } = watch(['running', updating, updating, 'finished']);
    expect((await ended).status).toBe('finished');
  });

  it('ends a wait when its time is over, not at the next look', async () => {
    const looks = Array<Look>(300).fill('running');
    const { ended, clock } = watch(looks, { timeout: 601_000 });
    await expect(ended).rejects.toMatchObject({ code: 'deadline' });
    expect(clock.now() - Date.UTC(2026, 0, 31, 12)).toBe(601_000);
  });

  it('gives up on a server that stays away, without touching the run', async () => {
    const { ended } = watch(['running', ...Array.from({ length: 1000 }, away)]);
    await expect(ended).rejects.toMatchObject({
      code: 'unreachable',
      exitCode: 75,
      hint: 'Repeat the command with --resume to wait for it again.',
    });
  });

  it('starts its patience anew after every outage', async () => {
    const twentyMinutes = Array.from({ length: 80 }, away);
    const { ended } = watch(['running', ...twentyMinutes, 'running', ...twentyMinutes, 'finished']);
    expect((await ended).status).toBe('finished');
  });

  it('does not wait any longer once it is told to stop', async () => {
    const controller = new AbortController();
    const reason = new Error('Interrupted by SIGTERM.');
    const { ended, clock } = watch(Array<Look>(100).fill('running'), {}, controller.signal);
    clock.at(10_000, () => {
      controller.abort(reason);
    });
    await expect(ended).rejects.toBe(reason);
    expect(clock.now() - Date.UTC(2026, 0, 31, 12)).toBeLessThanOrEqual(15_000);
  });

  it.each([
    'unauthorized',
    'forbidden',
    'not-found',
    'bad-request',
    'not-reana',
    'conflict',
  ] as const)('goes on after a look that is answered as %s', async (code) => {
    const refused = () => new ReanaCiError(code, 'No.');
    const { ended, events } = watch(['running', refused(), refused(), 'running', 'finished']);
    expect((await ended).status).toBe('finished');
    expect(ofKind(events, 'warning')).toHaveLength(1);
  });

  it.each([
    ['unauthorized', 5],
    ['forbidden', 5],
    ['not-found', 75],
    ['bad-request', 75],
  ] as const)('ends, once it is answered as %s for too long, with %i', async (code, exitCode) => {
    const refused = () => new ReanaCiError(code, 'No.', { hint: 'Do something.' });
    const { ended, clock } = watch(['running', ...Array.from({ length: 1000 }, refused)]);
    await expect(ended).rejects.toMatchObject({
      exitCode,
      hint: expect.stringContaining('with --resume'),
    });
    expect(clock.now() - startOfTime).toBeGreaterThanOrEqual(limits.outageTimeout);
  });

  it('says so when the start of the run is forgotten, for the next try to start it', async () => {
    const { ended } = watch(Array<Look>(200).fill('created'));
    await expect(ended).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([
    ['unauthorized', 'No.'],
    ['not-reana', 'Odd.'],
  ] as const)('is not ended by logs that are answered as %s', async (code, message) => {
    const logs = () => Promise.reject(new ReanaCiError(code, message));
    const { ended } = watch(stepping, {}, undefined, { logs });
    expect((await ended).status).toBe('finished');
  });

  it('is not kept by logs that never come from what happens at its deadline', async () => {
    const logs: ReanaClient['logs'] = (_id, _options, signal) => forever(signal);
    const { ended } = watch(stepping, { deadline: startOfTime + 2100 }, undefined, { logs });
    await expect(ended).rejects.toMatchObject({ code: 'deadline' });
  });

  it('is not kept by a look that never ends from what happens at its deadline', async () => {
    const run: ReanaClient['run'] = (_id, signal) => forever(signal);
    const { ended } = watch([], { deadline: startOfTime + 50 }, undefined, { run });
    await expect(ended).rejects.toMatchObject({ code: 'deadline' });
  });
});

describe('reading the jobs', () => {
  it('asks only when the progress changes', async () => {
    const asked: unknown[] = [];
    const reana = fakeReana({
      client: {
        logs(_id, request) {
          asked.push(ofJobs(request));
          return Promise.resolve({ engine: '', jobs: [job('fit', 'running')] });
        },
      },
    });
    const run = addRun(reana, 'fit', 'queued');
    const running: Look = { status: 'running', progress: { running: 1, currentStep: 'fit' } };
    run.looks = ['queued', running, running, running, 'finished'];
    const context = fakeContext(reana.client);
    const steps = createStepTracker(() => undefined, context.now);
    await watchRun(run.id, limits, steps, context, () => undefined);
    expect(asked).toEqual([{}]);
  });

  it('asks for all, and tells them in their order, when several are new', async () => {
    const asked: unknown[] = [];
    const reana = fakeReana({
      client: {
        logs(_id, options) {
          asked.push(ofJobs(options));
          const jobs = [job('a', 'running'), job('b', 'running')];
          const names = options?.steps;
          return Promise.resolve({
            engine: '',
            jobs: names === undefined ? jobs : jobs.filter(({ name }) => names.includes(name)),
          });
        },
      },
    });
    const run = addRun(reana, 'fit', 'queued');
    run.looks = [{ status: 'running', progress: { running: 2, currentStep: 'b' } }, 'finished'];
    const context = fakeContext(reana.client);
    const steps = createStepTracker((event) => {
      context.host.announce(event);
    }, context.now);
    await watchRun(run.id, limits, steps, context, () => undefined);
    expect(asked).toEqual([{}]);
    expect(steps.openSteps()).toEqual(['a', 'b']);
  });
});

describe('a run whose counts come late', () => {
  it('has its steps told in their order, as they begin and end', async () => {
    const jobs = ['download', 'ntuple', 'limit'].map((name) => job(name, 'running'));
    const states = [[1], [0, 1], [0, 0, 1], [0, 0, 0]].map((row) =>
      row.map((isOpen, index): JobLog => {
        const status = isOpen === 1 ? 'running' : 'finished';
        return { ...(jobs[index] ?? job('', status)), status };
      }),
    );
    // The name is there at once, the counts are those of one step before.
    const looks: Look[] = ['download', 'ntuple', 'limit', 'limit'].map((currentStep, index) => ({
      status: 'running',
      progress: { finished: Math.max(0, index - 1), total: 3, currentStep },
      jobs: states[index] ?? [],
    }));
    const asked: unknown[] = [];
    const reana = fakeReana();
    const run = addRun(reana, 'fit', 'queued');
    run.looks = ['queued', ...looks, 'finished'];
    const logs: typeof reana.client.logs = (_id, request = {}) => {
      asked.push(ofJobs(request));
      const { steps, page = 1, size = Infinity } = request;
      const first = page === 1 ? 0 : (page - 1) * size;
      const found = run.logs.jobs
        .filter(({ name }) => steps?.includes(name) ?? true)
        .slice(first, first + size);
      return Promise.resolve({ engine: '', jobs: found });
    };
    const context = fakeContext({ ...reana.client, logs });
    const steps = createStepTracker((event) => {
      context.host.announce(event);
    }, context.now);
    await watchRun(run.id, limits, steps, context, () => undefined);
    const told = context.host.events.flatMap((event) =>
      event.kind === 'step-started' || event.kind === 'step-ended'
        ? [`${event.step} ${event.kind.slice(5)}`]
        : [],
    );
    expect(told).toEqual([
      ...['download started', 'download ended', 'ntuple started', 'ntuple ended'],
      ...['limit started', 'limit ended'],
    ]);
    expect(asked).toEqual([
      {},
      ...[{ steps: ['download'] }, { page: 2, size: 1 }, { page: 2, size: 2 }],
      ...[{ steps: ['ntuple'] }, { page: 2, size: 2 }],
      ...[{ steps: ['limit'] }, { page: 2, size: 3 }],
    ]);
  });
});

describe('the deadline of the whole command', () => {
  it('ends the wait in the queue and in the run alike', async () => {
    const deadline = startOfTime + 60 * 60_000;
    for (const status of ['queued', 'running'] as const) {
      const { ended, clock } = watch([status], { deadline });
      await expect(ended).rejects.toMatchObject({ code: 'deadline', exitCode: 6 });
      expect(clock.now()).toBe(deadline);
    }
  });

  it('ends the wait for a server that is away, too', async () => {
    const deadline = startOfTime + 5 * 60_000;
    const { ended } = watch(['running', away()], { deadline });
    await expect(ended).rejects.toMatchObject({ code: 'deadline', exitCode: 6 });
  });
});

/** Which jobs a request is about; what they have printed is never wanted whole. */
function ofJobs({ longLogs, ...jobs }: LogsRequest = {}): object {
  expect(longLogs).toBe('cut');
  return jobs;
}
