import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startReana } from '../embedded-reana.ts';
import { patience } from '../patience.ts';
import { analysisFiles } from './analysis-files.ts';
import { createWorld, includeComponent } from './gitlab-project.ts';
import { cancelJob } from './job-runner.ts';
import {
  branchPipeline,
  mergeRequestPipeline,
  previewPipeline,
  runPipeline,
} from './run-pipeline.ts';

describe('the component run', () => {
  it.each([
    ['a commit', (sha: string) => sha],
    ['a version', () => '1.2.3'],
    ['the newest minor version', () => '1'],
    ['the latest version', () => '~latest'],
  ])('can be included at %s', async (_which, reference) => {
    const world = await createWorld();
    const ci = includeComponent('run', reference(world.componentSha));
    const folder = await world.createAnalysis({ ...analysisFiles(), '.gitlab-ci.yml': ci });
    const jobs = await previewPipeline(world, folder, branchPipeline);
    expect(Object.keys(jobs)).toEqual(['reana']);
    expect(jobs.reana).toMatchObject({
      script: ['reana-ci run'],
      after_script: ['reana-ci clean'],
    });
  });

  it('runs the analysis on the default branch and leaves its results to the pipeline', async () => {
    const world = await createWorld();
    const reana = await startReana();
    const ci = includeComponent('run', '1', { parameter: 'greeting=Good morning' });
    const folder = await world.createAnalysis({ ...analysisFiles(), '.gitlab-ci.yml': ci });
    const result = await runPipeline(world, folder, { ...branchPipeline, ...reana.variables });
    expect(result.jobs).toEqual({ reana: 'passed' });
    const [run] = await reana.client.listRuns();
    expect(run).toMatchObject({ status: 'finished' });
    expect(run?.name).toMatch(/^zz_p42_main_9000_reana-[0-9a-f]{32}\.1$/);
    const artifact = path.join(
      folder,
      '.gitlab-ci-local/artifacts/reana/results/outputs/greetings.txt',
    );
    expect(await readFile(artifact, 'utf8')).toBe('Good morning, Ada\nGood morning, Emmy\n');
    expect(result.output).not.toContain(reana.token);
  });

  it('runs in the pipeline of a merge request, by the name of the merge request', async () => {
    const world = await createWorld();
    const reana = await startReana();
    const ci = includeComponent('run', '1');
    const folder = await world.createAnalysis({ ...analysisFiles(), '.gitlab-ci.yml': ci });
    const variables = { ...mergeRequestPipeline, ...reana.variables };
    const result = await runPipeline(world, folder, variables);
    expect(result.jobs).toEqual({ reana: 'passed' });
    const [run] = await reana.client.listRuns();
    expect(run?.name).toMatch(/^zz_p42_mr7_9001_reana-[0-9a-f]{32}\.1$/);
  });

  it('fails with a failed step, whose log is there', async () => {
    const world = await createWorld();
    const reana = await startReana();
    const files = analysisFiles({ command: 'echo no events left >&2; exit 3' });
    const ci = includeComponent('run', '1');
    const folder = await world.createAnalysis({ ...files, '.gitlab-ci.yml': ci });
    const result = await runPipeline(world, folder, { ...branchPipeline, ...reana.variables });
    expect(result.jobs).toEqual({ reana: 'failed' });
    expect(result.log('reana')).toContain('no events left');
    const record: unknown = JSON.parse(
      await readFile(path.join(folder, 'results/run.json'), 'utf8'),
    );
    expect(record).toMatchObject({ status: 'failed', exitCode: 1 });
  });

  it('goes on with the run when the job is retried, and makes another in the next pipeline', async () => {
    const world = await createWorld();
    const reana = await startReana();
    const ci = includeComponent('run', '1');
    const folder = await world.createAnalysis({ ...analysisFiles(), '.gitlab-ci.yml': ci });
    const variables = { ...branchPipeline, ...reana.variables };
    await runPipeline(world, folder, variables);
    const retried = await runPipeline(world, folder, variables);
    expect(retried.jobs).toEqual({ reana: 'passed' });
    expect(await reana.client.listRuns()).toHaveLength(1);
    await runPipeline(world, folder, { ...variables, CI_PIPELINE_ID: '9002' });
    expect(await reana.client.listRuns()).toHaveLength(2);
  });

  it('says which variable is missing when it gets no token', async () => {
    const world = await createWorld();
    const ci = includeComponent('run', '1');
    const folder = await world.createAnalysis({ ...analysisFiles(), '.gitlab-ci.yml': ci });
    const server = { REANA_SERVER_URL: 'https://reana.example.org' };
    const result = await runPipeline(world, folder, { ...branchPipeline, ...server });
    expect(result.jobs).toEqual({ reana: 'failed' });
    expect(result.log('reana')).toContain('REANA_ACCESS_TOKEN is not set');
    expect(result.log('reana')).toContain('a protected variable reaches protected branches');
    expect(result.output).toMatch(/FAIL +reana/);
  });

  it('is run twice in one pipeline under two prefixes', async () => {
    const world = await createWorld();
    const reana = await startReana();
    const parts = ['ee-', 'mumu-'].map((prefix) =>
      includeComponent('run', '1', { 'job-prefix': prefix, results: `${prefix}results` }),
    );
    const ci = `${parts[0] ?? ''}${(parts[1] ?? '').replace('include:\n', '')}`;
    const folder = await world.createAnalysis({ ...analysisFiles(), '.gitlab-ci.yml': ci });
    const result = await runPipeline(world, folder, { ...branchPipeline, ...reana.variables });
    expect(result.jobs).toEqual({ 'ee-reana': 'passed', 'mumu-reana': 'passed' });
    expect(await reana.client.listRuns()).toHaveLength(2);
  });
});

describe('a cancelled job', () => {
  async function prepare() {
    const world = await createWorld();
    const reana = await startReana();
    const files = analysisFiles({ command: 'sleep 600' });
    const ci = includeComponent('run', '1');
    const folder = await world.createAnalysis({ ...files, '.gitlab-ci.yml': ci });
    const variables = { ...branchPipeline, ...reana.variables };
    const { reana: job } = await previewPipeline(world, folder, variables);
    return { world, reana, folder, variables, job: job! };
  }

  it('stops its run on REANA within three seconds, and leaves nothing to clean up', async () => {
    const { world, reana, folder, variables, job } = await prepare();
    const ended = await cancelJob(world, folder, job, variables, /started +greet/);
    expect(ended).toMatchObject({ exitCode: 143, afterScript: 'Nothing to clean up.\n' });
    expect(ended.took).toBeLessThan(patience(3000));
    expect(await reana.client.listRuns()).toMatchObject([{ status: 'stopped' }]);
  });

  it('has its run stopped by after_script when it was killed before it could', async () => {
    const { world, reana, folder, variables, job } = await prepare();
    const moment = /started +greet/;
    const ended = await cancelJob(world, folder, job, variables, moment, 'SIGKILL');
    expect(ended.signal).toBe('SIGKILL');
    expect(ended.afterScript).toMatch(/^zz_p42_main_9000_reana-[0-9a-f]{32}\.1: stopped\n$/);
    expect(await reana.client.listRuns()).toMatchObject([{ status: 'stopped' }]);
  });
});

describe('a merge request from a fork', () => {
  it('is linted, and not run, as the token must not reach it', async () => {
    const world = await createWorld();
    const both = `${includeComponent('run', '1')}${includeComponent('lint', '1').replace('include:\n', '')}`;
    const folder = await world.createAnalysis({ ...analysisFiles(), '.gitlab-ci.yml': both });
    const fork = { ...mergeRequestPipeline, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '77' };
    const result = await runPipeline(world, folder, fork);
    expect(result.jobs).toEqual({ 'reana-lint': 'passed' });
  });

  it('is told the mistakes of its specification, at their lines', async () => {
    const world = await createWorld();
    const files = analysisFiles({ output: '/absolute/path.txt' });
    const ci = includeComponent('lint', '1', { analysis: 'limits', spec: 'fit.yaml' });
    const folder = await world.createAnalysis({
      'limits/fit.yaml': files['reana.yaml']!,
      'limits/names.txt': files['names.txt']!,
      '.gitlab-ci.yml': ci,
    });
    const fork = { ...mergeRequestPipeline, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '77' };
    const result = await runPipeline(world, folder, fork);
    expect(result.jobs).toEqual({ 'reana-lint': 'failed' });
    const report = path.join(folder, 'lint-results/codequality.json');
    expect(JSON.parse(await readFile(report, 'utf8'))).toContainEqual(
      expect.objectContaining({ location: { path: 'limits/fit.yaml', lines: { begin: 14 } } }),
    );
  });
});
