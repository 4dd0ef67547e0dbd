import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatFinding, ReanaCiError } from '../../src/base/error.ts';
import type { PointResult } from '../../src/results/scan/point-result.ts';
import { datasets, makeAnalysis, specification } from '../run/fake-analysis.ts';
import { fakeReana, type FakeReana, type Look } from '../run/fake-reana.ts';
import { byName, folderOf, tryScan } from './try-scan.ts';

const limits = { obs: 1.4, exp: 1.5, exp_p1: 2, exp_p2: 3, exp_m1: 1, exp_m2: 0.5 };
const outputs = { 'limits/limit_data.json': JSON.stringify(limits) };
const masses = { pointParameter: ['mass=300,500,750'] };
const slow: Look[] = ['running', 'running', 'running', 'running', 'finished'];
const endless = Array<Look>(99).fill('running');

class Interruption extends Error {
  readonly exitCode = 143;
}

function summary(results: readonly PointResult[]): string[] {
  return results.map(({ point, status, exitCode }) => `${point} ${status} ${exitCode}`);
}

function callsOf({ calls }: FakeReana, verb: string): string[] {
  return calls
    .filter((call) => call.startsWith(`${verb} `))
    .map((call) => call.replace(/-[0-9a-f]{32}\.1$/, ''));
}

describe('a scan', () => {
  it('makes a run of every point, and one table', async () => {
    const reana = fakeReana({ outputs });
    const { outcome, host, cwd } = await tryScan(reana, { options: masses });
    expect(outcome.error).toBeUndefined();
    expect(summary(outcome.results)).toEqual([
      'mass=300 finished 0',
      'mass=500 finished 0',
      'mass=750 finished 0',
    ]);
    expect(callsOf(reana, 'create').sort()).toEqual([
      'create fit-mass-300',
      'create fit-mass-500',
      'create fit-mass-750',
    ]);
    expect(host.beginnings).toEqual([
      { server: 'https://reana.example.org', points: 3, here: 0, concurrency: 8 },
    ]);
    expect(host.ends).toHaveLength(3);
    expect(host.reports).toEqual([outcome.results]);
    const csv = await readFile(path.join(cwd, 'scan/scan.csv'), 'utf8');
    expect(csv).toContain('mass=500,500,finished,1.4,1.5\r\n');
  });

  it('leaves in the folder of a point what a run leaves', async () => {
    const { cwd, outcome } = await tryScan(fakeReana({ outputs }), { options: masses });
    const folder = folderOf(cwd, 'mass=500');
    expect((await readdir(folder)).sort()).toEqual(['logs', 'outputs', 'run.json']);
    expect(await readFile(path.join(folder, 'outputs/limits/limit_data.json'), 'utf8')).toBe(
      outputs['limits/limit_data.json'],
    );
    const record: unknown = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'));
    const { point: _point, metrics: _metrics, ...result } = outcome.results[1]!;
    expect(record).toMatchObject({ ...result, inputs: { datasets, parameters: { mass: '500' } } });
  });

  it('has no more runs alive at a time than it may', async () => {
    const reana = fakeReana({ outputs });
    let most = 0;
    const count = byName(reana, () => {
      const alive = [...reana.runs.values()].filter(({ status }) => status !== 'finished');
      most = Math.max(most, alive.length);
      return slow;
    });
    const options = { pointParameter: ['mass=1,2,3,4,5,6,7'], concurrency: '3' };
    const { outcome } = await tryScan(reana, { options, client: count });
    expect(outcome.results).toHaveLength(7);
    expect(most).toBe(3);
  });

  it('brings the points to their end when one fails, and tells the worst of all', async () => {
    const reana = fakeReana({ outputs });
    const client = byName(reana, (name) => (name.includes('300') ? ['failed'] : slow));
    const { outcome, host } = await tryScan(reana, { options: masses, client });
    expect(summary(host.reports[0]!)).toEqual([
      'mass=300 failed 1',
      'mass=500 finished 0',
      'mass=750 finished 0',
    ]);
    expect(outcome.error).toMatchObject({ code: 'run-failed', exitCode: 1 });
    expect(outcome.error?.message).toBe('1 of 3 points failed: mass=300.');
  });

  it('takes no results of its own for inputs of the analysis', async () => {
    const cwd = await makeAnalysis({
      'fit/reana.yaml': specification.replace('[fit.py]', '[fit.py]\n  directories: [data]'),
      'fit/data/events.txt': '1\n',
    });
    const reana = fakeReana({ outputs });
    const options = { ...masses, results: 'fit/data/scan' };
    const first = await tryScan(reana, { cwd, options });
    const again = await tryScan(reana, { cwd, options: { ...options, fresh: true } });
    expect(again.outcome.error).toBeUndefined();
    const names = (calls: readonly string[]) =>
      new Set(calls.filter((call) => call.startsWith('create')));
    expect(first.outcome.results).toHaveLength(3);
    // Another digest would be another name.
    expect([...names(reana.calls)].map((call) => call.replace(/\.\d+$/, ''))).toHaveLength(6);
    expect(new Set([...names(reana.calls)].map((call) => call.replace(/\.\d+$/, ''))).size).toBe(3);
  });
});

describe('what ends a scan early', () => {
  const many = { pointParameter: ['mass=1,2,3,4,5'], concurrency: '2' };

  it('is a failed point, where that is wanted', async () => {
    const reana = fakeReana({ outputs });
    const client = byName(reana, (name) => (name.includes('mass-1') ? ['failed'] : endless));
    const { outcome } = await tryScan(reana, { options: { ...many, failFast: true }, client });
    expect(summary(outcome.results)).toEqual([
      'mass=1 failed 1',
      'mass=2 stopped 1',
      'mass=3 not-submitted 1',
      'mass=4 not-submitted 1',
      'mass=5 not-submitted 1',
    ]);
    expect(outcome.results[1]?.error?.message).toBe('Stopped because mass=1 failed.');
    expect(callsOf(reana, 'stop')).toEqual(['stop fit-mass-2']);
  });

  it('is an order to stop, which ends all live runs', async () => {
    const reana = fakeReana({ outputs });
    const client = byName(reana, (name) =>
      name.includes('mass-1') ? endless : Array<Look>(99).fill('queued'),
    );
    const reason = new Interruption('Interrupted by SIGTERM.');
    const interruption = { after: 9000, reason };
    const { outcome } = await tryScan(reana, { options: many, client, interruption });
    expect(outcome.error).toBe(reason);
    expect(summary(outcome.results)).toEqual([
      'mass=1 stopped 143',
      'mass=2 deleted 143',
      'mass=3 not-submitted 143',
      'mass=4 not-submitted 143',
      'mass=5 not-submitted 143',
    ]);
    expect(callsOf(reana, 'stop')).toEqual(['stop fit-mass-1']);
    expect(callsOf(reana, 'delete')).toEqual(['delete fit-mass-2']);
  });

  it('is the deadline, which holds for all points together', async () => {
    const reana = fakeReana({ outputs });
    const client = byName(reana, () => endless);
    const options = { ...many, deadline: '1m' };
    const { outcome } = await tryScan(reana, { options, client });
    expect(outcome.error).toMatchObject({ code: 'deadline', exitCode: 6 });
    expect(summary(outcome.results)).toEqual([
      'mass=1 stopped 6',
      'mass=2 stopped 6',
      'mass=3 not-submitted 6',
      'mass=4 not-submitted 6',
      'mass=5 not-submitted 6',
    ]);
  });

  it('is what the other points would meet as well; those that are alive go on', async () => {
    const reana = fakeReana({ outputs });
    const client = {
      ...byName(reana, () => slow),
      user: () => {
        const isUsedUp = reana.calls.filter((call) => call.startsWith('create')).length >= 2;
        const disk = { usage: isUsedUp ? 4096 : 1, limit: 4096 };
        return Promise.resolve({ email: 'ada@example.org', quota: { disk } });
      },
    };
    const { outcome } = await tryScan(reana, { options: many, client });
    expect(outcome.error).toMatchObject({ code: 'quota', exitCode: 5 });
    expect(summary(outcome.results)).toEqual([
      'mass=1 finished 0',
      'mass=2 finished 0',
      'mass=3 not-submitted 5',
      'mass=4 not-submitted 5',
      'mass=5 not-submitted 5',
    ]);
    const told = outcome.results[4]?.error?.message;
    expect(told).toMatch(
      /^mass=[34] failed for a reason that affects every point: Disk: 4.0 KiB of 4.0 KiB used\.$/,
    );
  });
});

describe('a scan that is given again', () => {
  it('goes on with live runs, and fetches finished ones', async () => {
    const reana = fakeReana({ outputs });
    const client = byName(reana, (name) => (name.includes('300') ? ['finished'] : slow));
    const cwd = await makeAnalysis();
    await tryScan(reana, { cwd, options: masses, client });
    // As in the workspace of a retried job.
    await rm(path.join(cwd, 'scan'), { recursive: true });
    const { outcome, host } = await tryScan(reana, { cwd, options: masses });
    expect(outcome.error).toBeUndefined();
    expect(callsOf(reana, 'create')).toHaveLength(3);
    const submitted = host.events.filter(({ event }) => event.kind === 'submitted');
    expect(submitted.map(({ event }) => event)).toMatchObject(Array(3).fill({ reattached: true }));
  });

  it('asks for nothing that is here already, and runs what is new', async () => {
    const reana = fakeReana({ outputs });
    const cwd = await makeAnalysis();
    await tryScan(reana, { cwd, options: masses });
    const before = reana.calls.length;
    const more = { pointParameter: ['mass=300,500,750,900'] };
    const { outcome, host } = await tryScan(reana, { cwd, options: more });
    expect(summary(outcome.results)).toEqual([
      'mass=300 finished 0',
      'mass=500 finished 0',
      'mass=750 finished 0',
      'mass=900 finished 0',
    ]);
    expect(outcome.results[0]?.metrics).toHaveLength(2);
    expect(host.beginnings).toMatchObject([{ points: 4, here: 3 }]);
    expect(host.ends.map(({ point }) => point)).toEqual(['mass=900']);
    expect(reana.calls.slice(before).every((call) => !/mass-(300|500|750)/.test(call))).toBe(true);
  });

  it.each<[string, (folder: string) => Promise<void>]>([
    ['an output is gone', (folder) => rm(path.join(folder, 'outputs/limits/limit_data.json'))],
    ['its record is broken', (folder) => writeFile(path.join(folder, 'run.json'), '{"version":1')],
  ])('fetches a point anew when %s', async (_what, spoil) => {
    const reana = fakeReana({ outputs });
    const cwd = await makeAnalysis();
    await tryScan(reana, { cwd, options: masses });
    await spoil(folderOf(cwd, 'mass=500'));
    const { host, outcome } = await tryScan(reana, { cwd, options: masses });
    expect(outcome.error).toBeUndefined();
    expect(host.ends.map(({ point }) => point)).toEqual(['mass=500']);
  });

  it('runs all points anew when the analysis has changed, or that is wanted', async () => {
    const reana = fakeReana({ outputs });
    const cwd = await makeAnalysis();
    await tryScan(reana, { cwd, options: masses });
    await writeFile(path.join(cwd, 'fit/fit.py'), 'print(2)\n');
    const changed = await tryScan(reana, { cwd, options: masses });
    expect(changed.host.ends).toHaveLength(3);
    const fresh = await tryScan(reana, { cwd, options: { ...masses, fresh: true } });
    expect(fresh.host.ends).toHaveLength(3);
    expect(callsOf(reana, 'create')).toHaveLength(9);
  });

  it('does not mix two states of the analysis in one table', async () => {
    const reana = fakeReana({ outputs });
    const cwd = await makeAnalysis();
    const client = byName(reana, () => slow);
    const tools = {
      delay: async (_milliseconds: number) => {
        await writeFile(path.join(cwd, 'fit/fit.py'), 'print("changed while it was run")\n');
      },
    };
    const options = { ...masses, concurrency: '1' };
    const { outcome } = await tryScan(reana, { cwd, options, client, tools });
    expect(summary(outcome.results)).toEqual([
      'mass=300 finished 0',
      'mass=500 not-submitted 4',
      'mass=750 not-submitted 4',
    ]);
    expect(outcome.results[1]?.error?.message).toBe(
      'The files of the analysis changed during the scan.',
    );
  });
});

describe('mistakes', () => {
  async function refused(options: Parameters<typeof tryScan>[1]): Promise<ReanaCiError> {
    const reana = fakeReana();
    const error: unknown = await tryScan(reana, options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(reana.calls).toEqual([]);
    expect(error).toBeInstanceOf(ReanaCiError);
    return error as ReanaCiError;
  }

  it('include a column whose name only looks like a parameter', async () => {
    const cwd = await makeAnalysis({ 'points.csv': 'mass=x\n5\n' });
    const error = await refused({ cwd, options: { points: 'points.csv' } });
    expect(error.exitCode).toBe(4);
    expect(error.message).toBe('--parameter: reana.yaml declares no mass=x');
  });

  it('of all points are told at once, each with its place', async () => {
    const cwd = await makeAnalysis({
      'points.csv': 'mass,mas,VAR_MODE\n300,,\n500,1,\n750,2,\n900,,fast\n',
      'fit/reana.yaml': specification.replace("['python", "['echo $(date)', 'python"),
    });
    const options = { points: 'points.csv', concurrency: '0', queueTimeout: 'soon' };
    const error = await refused({ cwd, options });
    expect(error.exitCode).toBe(4);
    expect(error.findings.map(formatFinding)).toEqual([
      '--queue-timeout: "soon" is not a length of time.',
      '--concurrency: give a count from 1 to 40, not "0".',
      expect.stringMatching(/^reana\.yaml:11:\d+: .*\$\(/),
      'points.csv:3:1: --parameter: reana.yaml declares no mas (at mass=500,mas=1 and 1 more)',
      'reana.yaml: --var MODE is given, but the template does not use VAR_MODE (at mass=900,VAR_MODE=fast)',
    ]);
  });

  it('of one kind are told as a run tells them', async () => {
    const error = await refused({ options: { pointParameter: ['mas=1,2'] } });
    expect(error.message).toBe('--parameter: reana.yaml declares no mas');
    expect(error.hint).toContain('mass');
  });

  it('go before a missing token', async () => {
    const connect = () => Promise.reject(new ReanaCiError('unauthorized', 'No token.'));
    const error = await refused({ options: { pointParameter: ['mas=1'] }, tools: { connect } });
    expect(error.message).toBe('--parameter: reana.yaml declares no mas');
    const other = await refused({ options: masses, tools: { connect } });
    expect(other.code).toBe('unauthorized');
  });
});
