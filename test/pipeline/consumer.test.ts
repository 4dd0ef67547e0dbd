import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startReana } from '../embedded-reana.ts';
import { jobToken, startGitlabServer } from '../gitlab-server/gitlab-server.ts';
import { storeAnnotations, storeDotenv } from '../gitlab-server/reports.ts';
import { analysisFiles } from './analysis-files.ts';
import { createWorld, includeComponent } from './gitlab-project.ts';
import { mergeRequestPipeline, runPipeline } from './run-pipeline.ts';

const command = `printf '{"exp": 1.2, "obs": 1.1, "exp_p1": 1.7, "exp_p2": 2.3, "exp_m1": 0.9, "exp_m2": 0.6}' > limit_data.json`;
const defaults = `default:
  before_script: [exit 9]
  after_script: [exit 9]
  retry: 1
  interruptible: false
  tags: [cvmfs]
  timeout: 1m
  cache: { paths: [none/] }
  artifacts: { paths: [none/] }
`;

it('shows a run without any token of the project, whatever a consumer sets for all jobs', async () => {
  const [world, reana, gitlab] = [
    await createWorld(),
    await startReana(),
    await startGitlabServer(),
  ];
  onTestFinished(() => gitlab.close());
  const folder = await world.createAnalysis({});
  const inputs = { 'job-prefix': 'zz-', results: 'my results' };
  const sha = await world.commit(folder, {
    ...analysisFiles({ command, output: 'limit_data.json' }),
    '.gitlab-ci.yml': `${defaults}${includeComponent('run', '1', inputs)}`,
  });
  gitlab.pipelines.push({ id: 9101, sha, ref: 'refs/merge-requests/7/head' });
  const result = await runPipeline(world, folder, {
    ...mergeRequestPipeline,
    CI_PIPELINE_ID: '9101',
    CI_COMMIT_REF_SLUG: 'tighter',
    CI_API_V4_URL: gitlab.api,
    CI_JOB_TOKEN: jobToken,
    ...reana.variables,
  });
  expect(result.jobs).toEqual({ 'zz-reana': 'passed' });
  expect(gitlab.pipelines.at(-1)!.name).toMatch(/^zz-reana: /);
  expect(gitlab.deployments).toMatchObject([
    { sha, status: 'success', environment: { name: 'zz-reana/tighter' } },
  ]);
  const read = (name: string) => readFile(path.join(folder, 'my results', name), 'utf8');
  expect(Object.keys(storeAnnotations([await read('annotations.json')]))).toEqual(['REANA']);
  expect(storeDotenv(await read('reana.env'))).toMatchObject({
    REANA_RUN_STATUS: 'finished',
    ZZ_REANA_RUN_RESULTS: 'my results',
  });
});
