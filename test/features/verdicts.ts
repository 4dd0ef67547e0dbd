/** Steps and how they come out on the fake run; the interop tests hold REANA's own reader to the same. */
import { adler32 } from '../../src/features/adler32.ts';
import { createHash } from 'node:crypto';

const limit = Buffer.from('{"obs": 1.4}\n');
const digest = (name: string) => createHash(name).update(limit).digest('hex');
const sum = adler32();
sum.update(limit);

export const verdicts: readonly (readonly [
  step: string,
  verdict: 'passed' | 'failed' | 'skipped',
])[] = [
  ['When the workflow execution completes', 'passed'],
  ['When the workflow is finished', 'passed'],
  ['When the workflow status is "finished"', 'passed'],
  ['When THE WORKFLOW IS finished', 'passed'],
  ['When the workflow is failed', 'skipped'],
  ['Then the workflow should be finished', 'passed'],
  ['Then the workflow status should be "failed"', 'failed'],
  ['Then all the outputs should be included in the workspace', 'passed'],
  ['Then the outputs should be included in the workspace', 'passed'],
  ['Then the workspace should include "results/limit.json"', 'passed'],
  ['Then the workspace should contain "/results/limit.json"', 'passed'],
  ['Then the workspace should contain "results"', 'passed'],
  ['Then the workspace should contain "results/"', 'failed'],
  ['Then the workspace should contain "./results/limit.json"', 'failed'],
  ['Then the workspace should contain "data/a b.txt"', 'passed'],
  ['Then results/limit.json should be in the workspace', 'passed'],
  ['Then "results/limit.json" should be in the workspace', 'failed'],
  ['Then the workspace should not include nothing.txt', 'passed'],
  ['Then the workspace should not contain results/limit.json', 'failed'],
  ['Then the workspace should not contain "results/limit.json"', 'passed'],
  ['Then results/limit.json should not be in the workspace', 'failed'],
  ['Then the logs should contain "limit 1.4"', 'passed'],
  ['Then the logs should contain "total steps"', 'passed'],
  ['Then the logs should contain "rules: 2"', 'passed'],
  ['Then the logs should contain "a "quoted" word"', 'passed'],
  ['Then the logs should contain "Limit 1.4"', 'failed'],
  ['Then the engine logs should contain "limit 1.4"', 'failed'],
  ['Then the engine logs should contain "cmd: fit"', 'passed'],
  ['Then the job logs should contain "second try"', 'passed'],
  ['Then the job logs should contain "total steps"', 'failed'],
  ['Then the job logs for the step plot should contain "quoted"', 'passed'],
  ['Then the job logs for the "plot" step should contain "quoted"', 'passed'],
  ['Then the job logs for the step fit should contain "second try"', 'passed'],
  ['Then the job logs for the step fit should contain "limit 1.4"', 'failed'],
  ['Then the job logs for the step nobody should contain "limit 1.4"', 'failed'],
  ['Then the job logs for the plot step should contain "limit 1.4"', 'failed'],
  ['Then the file results/limit.json should contain "obs"', 'passed'],
  ['Then the file "/results/limit.json" should include ": 1.4}"', 'passed'],
  ['Then the file "data/a b.txt" should contain "größ"', 'passed'],
  ['Then the file results/limit.json should contain "exp"', 'failed'],
  ['Then the file results/plot.png should contain "P"', 'failed'],
  ['Then the file nothing.txt should contain "a"', 'failed'],
  [
    `Then the sha256 checksum of the file results/limit.json should be ${digest('sha256')}`,
    'passed',
  ],
  [
    `Then the "SHA512" checksum of the file "results/limit.json" should be "${digest('sha512')}"`,
    'passed',
  ],
  [`Then the md5 checksum of the file results/limit.json should be ${digest('md5')}`, 'passed'],
  [
    `Then the adler32 checksum of the file results/limit.json should be 0x${sum.digest('hex').toUpperCase()}`,
    'passed',
  ],
  [
    `Then the md5 checksum of the file results/limit.json should be ${digest('md5').toUpperCase()}`,
    'failed',
  ],
  ['Then the crc32 checksum of the file results/limit.json should be 0', 'failed'],
  ['Then the workflow run duration should be less than 4 minutes', 'passed'],
  ['Then the workflow run duration should be less than "3.5" minutes', 'failed'],
  ['Then the workflow run duration should be less than 3.6 minutes', 'passed'],
  ['Then the workflow run duration should be less than a few minutes', 'failed'],
  ['Then the duration of the step plot should be less than 2 minutes', 'passed'],
  ['Then the duration of the step plot should be less than 1 minutes', 'failed'],
  ['Then the duration of the step "fit" should be less than 0.6 minutes', 'passed'],
  ['Then the duration of the step nobody should be less than 5 minutes', 'failed'],
  ['Then the size of the file big.txt should be exactly 2048', 'passed'],
  ['Then the size of the file "./big.txt" should be exactly "2 KiB"', 'passed'],
  ['Then the size of the file /big.txt should be exactly 2048 bytes', 'passed'],
  ['Then the size of the file big.txt should be exactly 2kib', 'failed'],
  ['Then the size of the file big.txt should be exactly 2049', 'failed'],
  ['Then the size of the file nothing.txt should be exactly 0', 'failed'],
  ['Then the size of the file big.txt should be between 1 KiB and 3 KiB', 'passed'],
  ['Then the size of the file big.txt should be between 3KiB and 1KiB', 'passed'],
  ['Then the size of the file big.txt should be between 2048 and 2048 bytes', 'passed'],
  ['Then the size of the file big.txt should be between 1 and 2 KB', 'failed'],
  ['Then the workspace size should be less than 1 MiB', 'passed'],
  ['Then the workspace size should be less than 1 KiB', 'failed'],
  ['Then the workspace size should be more than 2 KiB', 'passed'],
  ['Then the workspace size should be more than 1.5GiB', 'failed'],
];

/** Steps that REANA does not know. */
export const unknownSteps: readonly string[] = [
  'Given the workflow is finished',
  'Then the workflow is finished',
  'When the workflow should be finished',
  'Then the log should contain "x"',
  'Then the logs should contain x',
  'Then the logs should contain ""',
  'Then the workspace should contain results/limit.json',
  'Then the workflow should be',
  'Then the size of the file big.txt should be 2048',
];

/** A scenario for each step. */
export function featureOf(steps: readonly string[]): string {
  const scenarios = steps.map((step, index) => `  Scenario: ${index}\n    ${step}\n`);
  return `Feature: all forms\n${scenarios.join('')}`;
}
