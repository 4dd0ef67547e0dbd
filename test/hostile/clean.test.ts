/** Notes about runs, brought along by a repository, that name runs of others. */
import { expect, it } from 'vitest';
import { registerClean } from '../../src/commands/clean.ts';
import { isRunOfJob } from '../../src/hosts/gitlab/run-name.ts';
import { call } from '../commands/call.ts';
import { startReana } from '../embedded-reana.ts';
import { jobEnvironment } from '../hosts/gitlab/job-environment.ts';
import { temporaryFolder } from '../temporary-folder.ts';

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

it.each([
  ['of somebody else', 'fit-of-somebody-else'],
  ['of another job of this pipeline', `higgs_p42_main_9001_other-${digest}`],
  ['of another project', `higgs_p43_main_9001_reana-${digest}`],
  ['of a name that holds ours', `x-higgs_p42_main_9001_reana-${digest}_y`],
])('a note in the repository stops no run %s', async (_whose, name) => {
  const { client, variables } = await startReana();
  const specification = { workflow: { type: 'serial', specification: { steps: [] } } };
  const run = await client.createRun({ name, specification, bundle: [] });
  const note = {
    version: 1,
    server: variables.REANA_SERVER_URL,
    id: run.id,
    // What the note says of itself is not asked for.
    name: `higgs_p42_main_9001_reana-${digest}.1`,
    pipeline: 9001,
    state: 'live',
  };
  const cwd = await temporaryFolder({ [`.reana-ci/runs/${run.id}.json`]: JSON.stringify(note) });
  const env = { ...jobEnvironment, ...variables, CI_MERGE_REQUEST_IID: '' };
  const { stdout, error } = await call(registerClean, ['clean'], env, { cwd });
  expect({ stdout, error }).toEqual({ stdout: 'Nothing to clean up.\n', error: undefined });
  expect((await client.run(run.id)).status).toBe('created');
});
