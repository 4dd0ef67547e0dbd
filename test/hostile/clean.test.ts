/** Notes about runs, brought along by a repository, that name runs of others. */
import { expect, it } from 'vitest';
import { isRunOfJob } from '../../src/hosts/gitlab/run-name.ts';

const ours = {
  project: { id: 42, path: 'hep/higgs', url: '' },
  pipeline: { id: 9000, url: '' },
  job: { id: 1, name: 'reana', url: '' },
} as unknown as Parameters<typeof isRunOfJob>[0];

const digest = '0123456789abcdef'.repeat(2);

it.each([
  [`higgs_p42_main_9000_reana-${digest}.1`, true],
  [`higgs_p42_mr7_9000_reana-scan-mass-300-${digest}.12`, true],
  [`higgs_p43_main_9000_reana-${digest}.1`, false],
  [`higgs_p42_main_9001_reana-${digest}.1`, false],
  [`higgs_p42_main_9000_other-${digest}.1`, false],
  ['fit-of-somebody-else.1', false],
])('a run that is called %s may be stopped by this job: %s', (name, expected) => {
  expect(isRunOfJob(ours, name)).toBe(expected);
});
