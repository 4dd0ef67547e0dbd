import { describe, expect, it } from 'vitest';
import { createJUnit } from '../../../src/results/reports/junit.ts';
import type { RunRecord } from '../../../src/results/run-record.ts';
import { failedRecord, finishedRecord, largeRecord } from './sample-record.ts';

const linkTo = (file: string) => `https://gitlab.example.org/files/${file}`;

function report(record: RunRecord, tail: readonly string[] = ['no events left']): string {
  return createJUnit(record, { suite: 'zz', logTail: () => tail, linkTo });
}

describe('the JUnit report', () => {
  it('has a case for every step, with its time and what its log says last', () => {
    expect(report(failedRecord)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="zz" tests="3" failures="1" errors="0" skipped="0" time="300.000" timestamp="2026-01-31T12:00:00">
    <testcase classname="zz" name="select" time="150.000"/>
    <testcase classname="zz" name="fit" time="150.000">
      <failure message="fit failed">Whole log: https://gitlab.example.org/files/logs/02-fit.log
Image: docker.io/library/python:3.12

no events left</failure>
    </testcase>
    <testcase classname="zz" name="workflow run" time="0.000"/>
  </testsuite>
</testsuites>
`);
  });

  it('has a case for every test of the specification', () => {
    const place = { feature: 'tests/a.feature', scenario: 'all', line: 3 };
    const failed = { status: 'failed', step: 'it should', message: 'it is not' } as const;
    const skipped = { status: 'skipped', step: 'it is failed', message: 'zz is finished' } as const;
    const tests = [
      { ...place, status: 'passed' } as const,
      { ...place, ...failed },
      { ...place, ...skipped },
    ];
    const text = report({
      ...finishedRecord,
      tests,
      error: { code: 'run-failed', message: '1 of 3' },
    });
    expect(text).toContain('tests="6" failures="1" errors="0" skipped="1"');
    expect(text).toContain(`    <testcase classname="zz" name="workflow run" time="0.000"/>
    <testcase classname="tests/a.feature" name="all" file="tests/a.feature:3" time="0.000"/>
    <testcase classname="tests/a.feature" name="all #2" file="tests/a.feature:3" time="0.000">
      <failure message="it is not">it should: it is not</failure>
    </testcase>
    <testcase classname="tests/a.feature" name="all #3" file="tests/a.feature:3" time="0.000">
      <skipped message="it is failed: zz is finished"/>
    </testcase>
`);
  });

  it('is green for a run that has finished', () => {
    expect(report(finishedRecord)).toContain('tests="3" failures="0" errors="0" skipped="0"');
  });

  it('tells what belongs to no step', () => {
    const text = report({
      ...finishedRecord,
      missing: ['fit/limit.json'],
      error: { code: 'output-missing', message: 'zz.1 finished without fit/limit.json.' },
    });
    expect(text).toContain('<failure message="zz.1 finished without fit/limit.json."');
    expect(text).toContain('Missing output: fit/limit.json');
  });

  it('calls it an error when there was no run', () => {
    const text = report({
      ...finishedRecord,
      steps: [],
      status: 'not-submitted',
      error: { code: 'unauthorized', message: 'No REANA token.', hint: 'Set it.' },
    });
    expect(text).toContain('failures="0" errors="1"');
    expect(text).toContain(
      '<error message="No REANA token." type="unauthorized">Set it.\nhttps://',
    );
  });

  it('skips steps that did not run', () => {
    const steps = failedRecord.steps.map((step) => ({ ...step, status: 'stopped' }));
    expect(report({ ...failedRecord, steps })).toContain('<skipped message="stopped"/>');
  });

  it('lets no log or name break out of its place', () => {
    const [step] = failedRecord.steps;
    const steps = [{ ...step!, name: '"/></testsuite>', status: 'failed' }];
    const text = report({ ...failedRecord, steps }, [']]></failure>&\u0000\ud800\u001b[0m']);
    expect(text.match(/<\/failure>/g)).toHaveLength(1);
    expect(text).toContain('name="&quot;/&gt;&lt;/testsuite&gt;"');
    expect(text).toContain(']]&gt;&lt;/failure&gt;&amp;\ufffd\ufffd\ufffd[0m');
    // eslint-disable-next-line no-control-regex -- XML cannot hold them
    expect(text).not.toMatch(/[\u0000\ud800\u001b]/);
  });

  it('gives two steps of one name two cases', () => {
    const steps = [failedRecord.steps[0]!, failedRecord.steps[0]!];
    expect(report({ ...failedRecord, steps })).toContain('name="select #2"');
  });

  it('stays below what GitLab takes, for 2,000 steps with long logs', () => {
    const tail = Array.from({ length: 100 }, () => '<'.repeat(500));
    const text = report(largeRecord(2000), tail);
    expect(text).toContain('tests="2001" failures="200"');
    // 30 MB, and every character of this log takes four.
    expect(Buffer.byteLength(text)).toBeLessThan(20_000_000);
  });
});
