import { describe, expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../../../src/local/engine/engine.ts';
import type { Executor } from '../../../src/local/executor/executor.ts';
import { builtInEngines } from '../../../src/local/run/engines.ts';
import { executeRun, type Machinery } from '../../../src/local/run/execute-run.ts';
import { createSlots } from '../../../src/local/run/slots.ts';
import { openStateDirectory } from '../../../src/local/store/state-directory.ts';
import { openStore } from '../../../src/local/store/store.ts';
import type { StoredRun } from '../../../src/local/store/stored-run.ts';
import { temporaryFolder } from '../server/serve.ts';

const executor: Executor = {
  name: 'process',
  execute: () => Promise.resolve({ status: 'finished', exitCode: 0, reason: 'Completed' }),
};

async function queuedRun(
  serial: () => Promise<Engine>,
): Promise<{ machinery: Machinery; run: StoredRun; status: () => string | undefined }> {
  const state = await openStateDirectory(await temporaryFolder());
  const store = openStore(state.database);
  onTestFinished(() => {
    store.close();
  });
  const run = store.runs.insert({
    name: 'fit',
    type: 'serial',
    specification: { inputs: { parameters: { a: 1, b: 2 }, options: { FROM: 'x' } } },
  });
  store.runs.setStartRequest(run.id, { b: 3 }, { TARGET: 'y' });
  store.runs.transition(run.id, ['created'], 'queued');
  const engines = { ...builtInEngines, serial };
  const machinery = {
    ...({ generation: '0.9', store, state, engines, executor } as const),
    ...{ slots: createSlots(1), environment: {} },
  };
  return { machinery, run, status: () => store.runs.find(run.id)?.status };
}

describe('the execution of a run', () => {
  it('gives the engine what was declared, overlaid with what was given at start', async () => {
    const seen: unknown[] = [];
    const { machinery, run, status } = await queuedRun(() =>
      Promise.resolve(({ parameters, options }) => {
        seen.push(parameters, options);
        return Promise.resolve({ status: 'finished' });
      }),
    );
    await executeRun(run, machinery, new AbortController().signal);
    expect(seen).toEqual([
      { a: 1, b: 3 },
      { FROM: 'x', TARGET: 'y' },
    ]);
    expect(status()).toBe('finished');
  });

  it.each([
    ['whose image is no name', { image: 'Python:3.12', hints: {} }],
    ['without the secrets of Kerberos', { image: 'python:3.12', hints: { kerberos: true } }],
  ])('does not start a job %s', async (_what, job) => {
    const { machinery, run, status } = await queuedRun(() =>
      Promise.resolve((context) =>
        context.submit({ name: 'fit', command: 'true', prettyCommand: 'true', ...job }),
      ),
    );
    await executeRun(run, machinery, new AbortController().signal);
    expect(status()).toBe('failed');
  });

  it('leaves a run in the queue when it is aborted before the engine has begun', async () => {
    const controller = new AbortController();
    const { machinery, run, status } = await queuedRun(() => {
      controller.abort(new Error('the server closes'));
      return Promise.resolve(() => Promise.resolve({ status: 'finished' }));
    });
    await executeRun(run, machinery, controller.signal);
    expect(status()).toBe('queued');
  });

  it('does not touch a run that was deleted meanwhile', async () => {
    const { machinery, run, status } = await queuedRun(() => {
      machinery.store.runs.transition(run.id, ['pending'], 'deleted');
      return Promise.resolve(() => Promise.reject(new Error('must not be called')));
    });
    await executeRun(run, machinery, new AbortController().signal);
    expect(status()).toBe('deleted');
  });
});
