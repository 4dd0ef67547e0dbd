import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startReana } from '../embedded-reana.ts';
import { jobToken, startGitlabServer } from '../gitlab-server/gitlab-server.ts';
import { storeAnnotations, storeDotenv } from '../gitlab-server/reports.ts';
import { analysisFiles } from './analysis-files.ts';
import { createWorld, includeComponent } from './gitlab-project.ts';
import { expectGolden, expectGoldenFiles } from './golden.ts';
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

it('shows two analyses in child pipelines with names and deployments of their own', async () => {
  const [world, reana, gitlab] = [
    await createWorld(),
    await startReana(),
    await startGitlabServer(),
  ];
  onTestFinished(() => gitlab.close());
  const sha = 'c'.repeat(40);
  gitlab.pipelines.push({ id: 9100, sha, ref: 'refs/merge-requests/7/head' });
  const children = [
    { analysis: 'zz', id: 9101 },
    { analysis: 'ww', id: 9102 },
  ].map(async ({ analysis, id }) => {
    const source = 'parent_pipeline';
    gitlab.pipelines.push({ id, sha, ref: 'refs/merge-requests/7/head', source });
    const inputs = { analysis, environment: analysis, rules: [{ when: 'on_success' }] };
    const files = Object.entries(analysisFiles({ command, output: 'limit_data.json' }));
    const folder = await world.createAnalysis({
      ...Object.fromEntries(files.map(([name, text]) => [`${analysis}/${name}`, text])),
      [`${analysis}.yml`]: `${defaults}${includeComponent('run', '1', inputs)}`,
    });
    const variables = {
      ...mergeRequestPipeline,
      ...reana.variables,
      CI_PIPELINE_SOURCE: source,
      CI_PIPELINE_ID: String(id),
      CI_UPSTREAM_PIPELINE_ID: '9100',
      CI_COMMIT_SHA: sha,
      CI_COMMIT_REF_SLUG: 'tighter',
      CI_API_V4_URL: gitlab.api,
      CI_JOB_TOKEN: jobToken,
    };
    const result = await runPipeline(world, folder, variables, `${analysis}.yml`);
    expect(result.jobs).toEqual({ reana: 'passed' });
    return folder;
  });
  const [zz = ''] = await Promise.all(children);
  const reports = ['annotations.json', 'junit.xml', 'reana.env'];
  await expectGoldenFiles('consumer', path.join(zz, 'results'), reports);
  const marks = {
    pipelines: gitlab.pipelines.filter(({ id }) => id > 9001),
    deployments: gitlab.deployments
      .map(({ environment, status }) => ({ name: environment.name, status }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    notes: [...gitlab.notes.keys()],
  };
  await expectGolden('consumer/marks.json', `${JSON.stringify(marks, null, 2)}\n`);
});
