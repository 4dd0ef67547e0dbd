import { describe, expect, it } from 'vitest';
import type { RunPlan } from '../../../src/run/plan/plan.ts';
import { readSubmission, submissionFile } from '../../../src/run/submit/submission.ts';

const key = 'reana-token-0123456789';
const plan = {
  identity: { runName: 'zz-0123456789ab', digest: '0'.repeat(64) },
  analysis: { label: 'zz' },
  specification: { file: 'reana.yaml' },
  datasets: ['mc23:mc23.signal'],
  variables: { TUNE: 'A' },
  featureFiles: [{ file: 'tests/a.feature', text: 'Feature: a\n' }],
} as unknown as RunPlan;

const file = await submissionFile(plan, { notes: () => Promise.resolve({ pipeline: 9001 }), key });

function written(): string {
  return 'content' in file ? Buffer.from(file.content).toString('utf8') : '';
}

describe('what a left run carries in its workspace', () => {
  it('is read by whoever has the token', () => {
    expect(readSubmission(written(), key, 'zz-0123456789ab')).toMatchObject({
      analysis: 'zz',
      features: plan.featureFiles,
      specification: 'reana.yaml',
      inputs: { datasets: ['mc23:mc23.signal'], variables: { TUNE: 'A' } },
      notes: { pipeline: 9001 },
    });
  });

  it('does not hold the token', () => {
    expect(written()).not.toContain(key);
  });

  it.each([
    ['was changed', written().replace('9001', '9002'), key, 'zz-0123456789ab'],
    ['was signed with another token', written(), 'another-token', 'zz-0123456789ab'],
    ['was copied from another run', written(), key, 'ww-0123456789ab'],
    ['is no JSON', 'submission', key, 'zz-0123456789ab'],
    ['has no signature', '{"submission":"{}"}', key, 'zz-0123456789ab'],
  ])('is not believed when it %s', (_why, text, secret, run) => {
    expect(readSubmission(text, secret, run)).toBeUndefined();
  });
});
