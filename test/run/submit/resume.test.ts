import { describe, expect, it } from 'vitest';
import { ReanaCiError } from '../../../src/base/error.ts';
import { makeAnalysis, tryRun, type TryOptions } from '../fake-analysis.ts';
import { fakeReana, type FakeReana, type FakeRun, type Look } from '../fake-reana.ts';

const finishing: Look[] = ['queued', 'running', 'finished'];
const outputs = { 'limits/limits.json': '{}' };

/** A first try on a server, and what a second one of the same job does there. */
async function twice(between: (run: FakeRun) => void, second: TryOptions) {
  const reana = fakeReana({ looks: finishing, outputs });
  const cwd = await makeAnalysis();
  await tryRun(reana, { cwd });
  const run = reana.runs.get('id-1')!;
  between(run);
  reana.calls.length = 0;
  const { outcome } = await tryRun(reana, { cwd, ...second });
  return { calls: verbs(reana), outcome, runs: reana.runs.size };
}

function verbs({ calls }: FakeReana): string[] {
  return calls.map((call) => call.replace(/-[0-9a-f]{32}/, ''));
}

const resume: TryOptions = { options: { resume: true } };

describe('a second try of the same job with --resume', () => {
  it('waits for the run when it lives', async () => {
    const { calls, outcome } = await twice((run) => {
      run.status = 'running';
      run.looks = ['running', 'finished'];
    }, resume);
    expect(calls).toEqual([]);
    expect(outcome.record).toMatchObject({ id: 'id-1', reattached: true, exitCode: 0 });
  });

  it('collects the results of a finished run without running it again', async () => {
    const { calls, outcome } = await twice(() => undefined, resume);
    expect(calls).toEqual([]);
    expect(outcome.record).toMatchObject({ id: 'id-1', reattached: true, exitCode: 0 });
    expect(outcome.record.files).toHaveLength(1);
  });

  it('completes a half-filled run: uploads what is missing or cut off, then starts', async () => {
    const { calls, outcome } = await twice((run) => {
      run.status = 'created';
      run.looks = [...finishing];
      run.files.delete('reana.yaml');
      run.files.set('fit.py', '');
    }, resume);
    expect(calls).toEqual(['upload reana.yaml', 'upload fit.py', 'start fit.1']);
    expect(outcome.record).toMatchObject({ id: 'id-1', exitCode: 0 });
  });

  it.each(['failed', 'stopped', 'deleted'] as const)(
    'starts anew after a %s one',
    async (status) => {
      const { calls, outcome } = await twice((run) => {
        run.status = status;
      }, resume);
      expect(calls[0]).toBe('create fit.2');
      expect(outcome.record).toMatchObject({ id: 'id-2', reattached: false, exitCode: 0 });
    },
  );

  it('takes up a failing run only to tell that it has failed', async () => {
    const { outcome } = await twice((run) => {
      run.status = 'running';
      run.looks = ['failed'];
    }, resume);
    expect(outcome.record).toMatchObject({ id: 'id-1', status: 'failed', exitCode: 1 });
  });

  it.each<[string, TryOptions]>([
    ['another dataset', { options: { resume: true, input: ['mc23:other.signal.DAOD'] } }],
    ['another parameter', { options: { resume: true, parameter: ['mass=800'] } }],
    ['another option', { options: { resume: true, option: ['CACHE=off'] } }],
    ['another name', { options: { resume: true, name: 'scan' } }],
  ])('is another job with %s', async (_what, second) => {
    const { calls } = await twice(() => undefined, second);
    expect(calls[0]).toMatch(/^create/);
  });

  it('is the same job with other deadlines, outputs and secrets', async () => {
    const { calls } = await twice(() => undefined, {
      options: {
        resume: true,
        timeout: '5h',
        output: ['limits'],
        results: 'elsewhere',
        secretEnv: ['PASSWORD=hunter22'],
      },
    });
    expect(calls).toEqual([]);
  });
});

describe('whether a second try resumes', () => {
  it('is the default where the host retries by itself', async () => {
    const { calls } = await twice(() => undefined, { resumes: true });
    expect(calls).toEqual([]);
  });

  it('is not the default on a terminal', async () => {
    const { runs } = await twice(() => undefined, {});
    expect(runs).toBe(2);
  });

  it('can be turned off everywhere', async () => {
    const { runs } = await twice(() => undefined, { resumes: true, options: { fresh: true } });
    expect(runs).toBe(2);
  });
});

describe('two tries of one job at the same moment', () => {
  it('end up with one run', async () => {
    const reana = fakeReana({ looks: [...finishing], outputs });
    const cwd = await makeAnalysis();
    const tries = [tryRun(reana, { cwd, ...resume }), tryRun(reana, { cwd, ...resume })];
    const outcomes = (await Promise.all(tries)).map(({ outcome }) => outcome);
    expect(outcomes.map(({ record }) => record.exitCode)).toEqual([0, 0]);
    const statuses = [...reana.runs.values()].map(({ status }) => status);
    expect(statuses.filter((status) => status !== 'deleted')).toEqual(['finished']);
  });
});

describe('a job whose first try lost its server', () => {
  it('is finished by the second try with one run', async () => {
    const away = Array.from({ length: 200 }, () => new ReanaCiError('unreachable', 'No answer.'));
    const reana = fakeReana({ looks: ['running', ...away], outputs });
    const cwd = await makeAnalysis();
    const first = await tryRun(reana, { cwd, resumes: true });
    expect(first.outcome.record.exitCode).toBe(75);
    reana.runs.get('id-1')!.looks = ['running', 'finished'];
    const second = await tryRun(reana, { cwd, resumes: true });
    expect(second.outcome.record).toMatchObject({ id: 'id-1', exitCode: 0, reattached: true });
    expect(reana.runs.size).toBe(1);
  });
});
