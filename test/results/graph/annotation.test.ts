import { ownRuleId } from '../../../src/base/rule-id.ts';
import { describe, expect, it } from 'vitest';
import { findingsByStage } from '../../../src/results/graph/annotation.ts';
import { progressFromRecord } from '../../../src/results/graph/progress.ts';
import type { StepRecord } from '../../../src/results/run-record.ts';
import { stage, workflow } from './workflow.ts';

function job(name: string, more: Partial<StepRecord> = {}): StepRecord {
  return { name, status: 'finished', image: '', command: '', ...more };
}

describe('how the stages of a run went', () => {
  it('takes the worst of their jobs and the time from the first start to the last end', () => {
    const steps = [
      job('read_0', { startedAt: '2026-01-31T12:00:00', finishedAt: '2026-01-31T12:01:00' }),
      job('read_10', {
        status: 'failed',
        startedAt: '2026-01-31T12:00:30',
        finishedAt: '2026-01-31T12:02:00',
      }),
    ];
    expect(progressFromRecord(workflow([stage('read'), stage('fit')]), { steps })).toEqual(
      new Map([
        ['read', { status: 'failed', jobs: { finished: 1, failed: 1 }, milliseconds: 120_000 }],
      ]),
    );
  });

  it('prefers the stage of exactly that name', () => {
    const steps = [job('read_0')];
    expect(
      Array.from(progressFromRecord(workflow([stage('read'), stage('read_0')]), { steps }).keys()),
    ).toEqual(['read_0']);
  });

  const twins = workflow([
    stage('merge'),
    stage('data', { kind: 'workflow', stages: [stage('data/merge')] }),
  ]);

  it('tells stages of one name by the folder their command works in', () => {
    const steps = [
      job('merge', { command: 'hadd /ws/data/merge/out.root' }),
      job('merge', { command: 'hadd /ws/merge/out.root', status: 'failed' }),
    ];
    const progress = progressFromRecord(twins, { steps });
    expect(progress.get('data/merge')?.status).toBe('finished');
    expect(progress.get('merge')?.status).toBe('failed');
  });

  it('says that it does not know when nothing tells them apart', () => {
    const steps = [job('merge'), job('merge', { status: 'failed' })];
    expect(progressFromRecord(twins, { steps }).get('merge')).toEqual({
      status: 'unclear',
      jobs: {},
    });
  });

  it('counts serial steps without names by their commands', () => {
    const serial = {
      ...workflow([stage('fit', { jobs: 2 }), stage('step 2', { jobs: 1 })]),
      language: 'serial' as const,
    };
    const steps = [job('fit'), job('fit'), job('', { status: 'running' })];
    expect(progressFromRecord(serial, { steps }).get('step 2')?.status).toBe('running');
  });
});

describe('findings in a picture', () => {
  it('belong to every stage that is written at their place', () => {
    const shared = { file: 'steps.yaml', first: 1, last: 9 };
    const drawn = workflow([
      stage('a', { places: [{ file: 'w.yaml', first: 2, last: 5 }, shared] }),
      stage('b', { places: [{ file: 'w.yaml', first: 6, last: 8 }, shared] }),
    ]);
    const at = (file: string, line: number) => ({
      rule: ownRuleId({ id: `${file}:${line}`, title: '' }),
      severity: 'error' as const,
      message: '',
      file,
      line,
    });
    const found = findingsByStage(drawn, [at('w.yaml', 5), at('steps.yaml', 3), at('w.yaml', 9)]);
    expect(Array.from(found, ([id, list]) => [id, list.map(({ rule }) => rule)])).toEqual([
      ['a', ['w.yaml:5', 'steps.yaml:3']],
      ['b', ['steps.yaml:3']],
    ]);
  });
});
