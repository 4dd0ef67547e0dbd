import { describe, expect, it } from 'vitest';
import { fakeHost } from '../fake-context.ts';
import { makeAnalysis, tryRun } from '../fake-analysis.ts';
import { fakeReana, type FakeReana, type FakeRun } from '../fake-reana.ts';

const outputs = { 'limits/limits.json': '{}' };

/** A first job has run; then comes another of the same content, in a pipeline of its own. */
async function second(
  change: (run: FakeRun) => void,
  reuse: string | undefined,
  { byDefault = false, mayUse = anyRun } = {},
) {
  const reana: FakeReana = fakeReana({ looks: ['running', 'finished'], outputs });
  const cwd = await makeAnalysis();
  await tryRun(reana, { cwd, options: { name: 'pipeline-1' } });
  change(reana.runs.get('id-1')!);
  reana.calls.length = 0;
  const host = { ...fakeHost(true), reuse: { byDefault, mayUse } };
  const { outcome } = await tryRun(reana, {
    cwd,
    options: { name: 'pipeline-2', reuse },
    tools: { host },
  });
  return { record: outcome.record, calls: reana.calls, host };
}

const nothing = () => undefined;

function anyRun(_name: string): boolean {
  return true;
}

describe('a job equal to one that has finished', () => {
  it('takes over its results', async () => {
    const { record, calls, host } = await second(nothing, 'true');
    expect(calls).toEqual([]);
    expect(record).toMatchObject({ id: 'id-1', reused: true, status: 'finished', exitCode: 0 });
    expect(record.files.map((file) => file.path)).toEqual(['limits/limits.json']);
    expect(host.events).toContainEqual(
      expect.objectContaining({ kind: 'submitted', reused: true }),
    );
  });

  it.each([
    ['false', true, undefined],
    ['auto', false, undefined],
    [undefined, false, undefined],
    ['auto', true, true],
    [undefined, true, true],
  ])('with --reuse %s and a host that says %s: %s', async (reuse, byDefault, reused) => {
    const { record } = await second(nothing, reuse, { byDefault });
    expect(record.reused).toBe(reused);
  });

  it.each([
    ['whose output is gone', (run: FakeRun) => void run.files.delete('limits/limits.json')],
    [
      'whose workspace is gone',
      (run: FakeRun) => {
        run.files.clear();
      },
    ],
    [
      'that failed',
      (run: FakeRun) => {
        run.status = 'failed';
      },
    ],
    [
      'that still runs',
      (run: FakeRun) => {
        run.status = 'running';
      },
    ],
    [
      'whose digest only begins alike',
      (run: FakeRun) => void run.files.set('.reana-ci/job.json', '{"digest":"0123"}'),
    ],
  ])('makes a run of its own beside one %s', async (_what, change) => {
    const { record } = await second(change, 'true');
    expect(record).toMatchObject({ id: 'id-2', exitCode: 0 });
    expect(record).not.toHaveProperty('reused');
  });

  it('leaves alone what is not the host’s to use', async () => {
    const { record } = await second(nothing, 'true', {
      mayUse: (name) => !name.startsWith('pipeline-1'),
    });
    expect(record.id).toBe('id-2');
  });
});
