import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerRun } from '../../src/commands/run.ts';
import { registerTest } from '../../src/commands/test.ts';
import { readRunRecord } from '../../src/results/run-record.ts';
import { startReana } from '../embedded-reana.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const specification = `inputs: { files: [names.txt] }
workflow:
  type: serial
  specification:
    steps:
      - name: greet
        environment: docker.io/library/python:3.12-slim
        commands: ["echo greeting; sed 's/^/Hello, /' names.txt > all.txt; seq 100000 > numbers.txt"]
outputs: { files: [all.txt] }
tests: { files: [tests/good.feature, tests/bad.feature] }
`;
const good = `Feature: good
  Scenario: all are greeted
    When the workflow is finished
    Then the file all.txt should contain "Hello, Ada"
    And the job logs for the step greet should contain "greeting"
`;
const bad = `Feature: bad
  Scenario: nobody is
    Then the file "numbers.txt" should contain "99999"
    And the size of the file all.txt should be exactly 1 KiB
  Scenario: of a failed run
    When the workflow is failed
    Then the workflow should be failed
`;
const files = {
  'reana.yaml': specification,
  'names.txt': 'Ada\n',
  'tests/good.feature': good,
  'tests/bad.feature': bad,
};

describe('a run whose specification has tests', () => {
  it('ends with 1 when one fails, with all results here', async () => {
    const { variables } = await startReana();
    const cwd = await temporaryFolder(files);
    const { error, stdout } = await call(registerRun, ['run'], variables, { cwd });
    expect(error).toMatchObject({
      code: 'run-failed',
      exitCode: 1,
      message: expect.stringContaining(
        'finished, but 1 of 3 tests failed: nobody is (tests/bad.feature:2).',
      ),
      hint: 'the size of the file all.txt should be exactly 1 KiB: the size of all.txt is 11 bytes.',
    });
    expect(stdout).toContain('tests    1 passed, 1 failed, 1 skipped');
    const record = await readRunRecord(path.join(cwd, 'results/run.json'));
    expect(record).toMatchObject({ status: 'finished', exitCode: 1, files: [{ path: 'all.txt' }] });
    expect(record.tests?.map(({ scenario, status }) => [scenario, status])).toEqual([
      ['all are greeted', 'passed'],
      ['nobody is', 'failed'],
      ['of a failed run', 'skipped'],
    ]);
    const page = await readFile(path.join(cwd, 'results/report.html'), 'utf8');
    expect(page).toContain('Tests: 1 passed, 1 failed, 1 skipped');
  });

  it('ends with 0 when all pass, and can be tested again', async () => {
    const { variables } = await startReana();
    const cwd = await temporaryFolder({
      ...files,
      'reana.yaml': specification.replace(', tests/bad.feature', ''),
    });
    const run = await call(registerRun, ['run', '--name', 'greet'], variables, { cwd });
    expect(run.error).toBeUndefined();
    const again = await call(registerTest, ['test', 'greet'], variables, { cwd });
    expect(again.error).toBeUndefined();
    expect(again.stdout).toBe('passed  all are greeted (tests/good.feature:2)\n\n1 passed\n');
    const other = ['test', 'greet', '--feature', 'tests/bad.feature', '--json'];
    const worse = await call(registerTest, other, variables, { cwd });
    expect(worse.error).toMatchObject({ code: 'run-failed', exitCode: 1 });
    expect(JSON.parse(worse.stdout)).toMatchObject([{ status: 'failed' }, { status: 'skipped' }]);
    const absent = await call(registerTest, ['test', 'greet', '--feature', 'no'], variables, {
      cwd,
    });
    expect(absent.error).toMatchObject({ code: 'usage', message: 'no cannot be read.' });
  });

  it('is not made when a test cannot be run', async () => {
    const { variables, client } = await startReana();
    const broken = { ...files, 'tests/bad.feature': bad.replace('exactly', 'about') };
    const cwd = await temporaryFolder(broken);
    const { error } = await call(registerRun, ['run'], variables, { cwd });
    expect(error).toMatchObject({
      exitCode: 4,
      findings: [{ rule: 'test-feature', file: 'tests/bad.feature', line: 4, column: 5 }],
    });
    expect(await client.listRuns()).toEqual([]);
  });

  it('is made, with a warning, when a feature is not there', async () => {
    const { variables } = await startReana();
    const { 'tests/bad.feature': _, ...rest } = files;
    const cwd = await temporaryFolder(rest);
    const { error, stderr, stdout } = await call(registerRun, ['run'], variables, { cwd });
    expect(error).toBeUndefined();
    expect(stderr).toContain('tests/bad.feature of tests.files cannot be read');
    expect(stdout).toContain('tests    1 passed\n');
  });
});
