import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  accessToken,
  bot,
  type GitlabServer,
  jobToken,
  startGitlabServer,
} from '../gitlab-server/gitlab-server.ts';
import { startReana } from '../embedded-reana.ts';
import { analysisFiles } from './analysis-files.ts';
import { createWorld, includeComponent } from './gitlab-project.ts';
import { expectGolden, expectGoldenFiles } from './golden.ts';
import {
  branchPipeline,
  mergeRequestPipeline,
  runPipeline,
  type Variables,
} from './run-pipeline.ts';

const reports = ['junit.xml', 'annotations.json', 'reana.env'];
const limits = `printf '{"exp": 1.2, "obs": 1.1, "exp_p1": 1.7, "exp_p2": 2.3, "exp_m1": 0.9, "exp_m2": 0.6}' > limit_data.json`;

async function startGitlab(): Promise<GitlabServer & { variables: Variables }> {
  const gitlab = await startGitlabServer();
  onTestFinished(() => gitlab.close());
  // Of protected branches, only maintainers set statuses.
  gitlab.users.set(accessToken, { ...bot, role: 'maintainer' });
  const variables = {
    CI_API_V4_URL: gitlab.api,
    CI_JOB_TOKEN: jobToken,
    GITLAB_TOKEN: accessToken,
  };
  return { ...gitlab, variables };
}

async function prepare(command: string) {
  const [world, reana, gitlab] = [await createWorld(), await startReana(), await startGitlab()];
  const files = analysisFiles({ command, output: 'limit_data.json' });
  const ci = includeComponent('run', '1');
  const folder = await world.createAnalysis({ ...files, '.gitlab-ci.yml': ci });
  const variables: Variables = {
    ...mergeRequestPipeline,
    ...reana.variables,
    ...gitlab.variables,
  };
  return { world, reana, gitlab, folder, variables };
}

function noteOf({ notes }: GitlabServer): string {
  const list = notes.get('42!7') ?? [];
  expect(list).toHaveLength(1);
  return list[0]!.body;
}

describe('a merge request', () => {
  it('gets a note and reports of a run that went well', async () => {
    const { world, gitlab, folder, variables } = await prepare(limits);
    const result = await runPipeline(world, folder, variables);
    expect(result.jobs).toEqual({ reana: 'passed' });
    await expectGolden('finished/note.md', noteOf(gitlab));
    await expectGoldenFiles('finished', path.join(folder, 'results'), reports);
    expect(result.log('reana')).toMatch(/expected +-2σ +-1σ +\+1σ +\+2σ\n.*1\.1 +1\.2 +0\.6/);
    expect(result.output).not.toContain(accessToken);
  });

  it('gets the log of a step that failed', async () => {
    const { world, gitlab, folder, variables } = await prepare(
      'echo "no events left in <SR> for @everyone" >&2; exit 3',
    );
    const result = await runPipeline(world, folder, variables);
    expect(result.jobs).toEqual({ reana: 'failed' });
    await expectGolden('failed/note.md', noteOf(gitlab));
    await expectGoldenFiles('failed', path.join(folder, 'results'), reports);
    expect(result.log('reana')).toMatch(/error: .* failed in greet\./);
  });

  it('shows the change against the target branch', async () => {
    const { world, gitlab, folder, variables } = await prepare(limits);
    const branch: Variables = { ...variables, ...branchPipeline };
    const { CI_MERGE_REQUEST_IID: _iid, ...target } = branch;
    await runPipeline(world, folder, target);
    for (const [name, content] of Object.entries(await resultsOf(folder))) {
      gitlab.artifacts.set(`42 main reana results/${name}`, content);
    }
    await world.commit(
      folder,
      analysisFiles({ command: limits.replace('1.2', '0.9'), output: 'limit_data.json' }),
    );
    await runPipeline(world, folder, variables);
    await expectGolden('with-baseline/note.md', noteOf(gitlab));
  });

  it('has one note of two pipelines that race, and the newer one wins', async () => {
    const { world, gitlab, variables } = await prepare(limits);
    const files = { ...analysisFiles({ command: limits, output: 'limit_data.json' }) };
    // The slower one would take over the results of the faster one.
    const ci = includeComponent('run', '1', { reuse: false });
    const pipelines = ['9001', '9002'].map(async (id) => {
      const folder = await world.createAnalysis({ ...files, '.gitlab-ci.yml': ci });
      return runPipeline(world, folder, { ...variables, CI_PIPELINE_ID: id });
    });
    for (const { jobs } of await Promise.all(pipelines)) expect(jobs).toEqual({ reana: 'passed' });
    const note = noteOf(gitlab);
    const [head = '', history = ''] = note.split('<!-- reana-ci:history -->');
    expect(head).toContain('#9002');
    expect(head).not.toContain('#9001');
    expect(history).toContain('#9001');
  });

  it('costs no run when a commit changes nothing of the analysis', async () => {
    const { world, reana, gitlab, folder, variables } = await prepare(limits);
    await runPipeline(world, folder, variables);
    await world.commit(folder, { 'README.md': 'Read me.\n' });
    const next = { ...variables, CI_PIPELINE_ID: '9002' };
    const result = await runPipeline(world, folder, next);
    expect(result.jobs).toEqual({ reana: 'passed' });
    expect(await reana.client.listRuns()).toHaveLength(1);
    await expectGolden('reused/note.md', noteOf(gitlab));
  });
});

describe('a run of many hours', { timeout: 300_000 }, () => {
  const resultSettings = `
metrics:
  - label: Signal yield
    file: limit_data.json
    pointer: /yield
    unit: events
    better: higher
pictures: [plot.svg]
`;

  async function prepareLong() {
    const { world, reana, gitlab, variables } = await prepare(limits);
    const folder = await world.createAnalysis({
      '.gitlab-ci.yml': includeComponent('submit', '1'),
    });
    const schedule = {
      ...branchPipeline,
      ...reana.variables,
      ...gitlab.variables,
      CI_PIPELINE_SOURCE: 'schedule',
    };
    return {
      world,
      gitlab,
      folder,
      variables,
      /** Commits an analysis with this yield, submits it, and waits until its run has ended. */
      submit: async (pipeline: Variables, command: string): Promise<void> => {
        const files = analysisFiles({ command, output: 'limit_data.json, plot.svg' });
        const sha = await world.commit(folder, { ...files, '.reana-ci.yml': resultSettings });
        const isBranch = pipeline.CI_PIPELINE_SOURCE === 'push';
        const ref = isBranch ? 'main' : 'refs/merge-requests/7/head';
        gitlab.pipelines.push({ id: Number(pipeline.CI_PIPELINE_ID), sha, ref });
        const runs = (await reana.client.listRuns()).length;
        const { jobs } = await runPipeline(world, folder, pipeline);
        expect(jobs).toEqual({ 'reana-submit': 'passed' });
        await expect
          .poll(async () => (await reana.client.listRuns()).map(({ status }) => status), {
            timeout: 60_000,
          })
          .toSatisfy(
            (all: string[]) =>
              all.length === runs + 1 && all.every((one) => ['finished', 'failed'].includes(one)),
          );
      },
      /** Settles in a pipeline of the target branch, which has nothing of the analysis as it was run. */
      settle: async (pipeline: string) => {
        await world.commit(folder, {
          '.gitlab-ci.yml': includeComponent('settle', '1'),
          '.reana-ci.yml': 'metrics: []\n',
          'reana.yaml': 'workflow: {}\n',
        });
        const result = await runPipeline(world, folder, { ...schedule, CI_PIPELINE_ID: pipeline });
        expect(result.jobs).toEqual({ 'reana-settle': 'passed' });
        await world.commit(folder, { '.gitlab-ci.yml': includeComponent('submit', '1') });
        return result;
      },
    };
  }

  function yielding(number: number): string {
    const plot =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><text>σ</text></svg>';
    return `printf '{"yield": ${number}}' > limit_data.json; echo '${plot}' > plot.svg`;
  }

  it('is submitted in one pipeline and settled in another, with the note of any run', async () => {
    const { gitlab, folder, variables, submit, settle } = await prepareLong();
    const { CI_MERGE_REQUEST_IID: _iid, ...target } = { ...variables, ...branchPipeline };
    await submit({ ...target, CI_PIPELINE_ID: '8001' }, yielding(80));
    const first = await settle('8500');
    expect(first.log('reana-settle')).toContain('1 run settled.');
    await submit(variables, yielding(100));
    const second = await settle('9500');
    expect(second.log('reana-settle')).toContain('1 run settled.');
    expect(gitlab.statuses.map(({ state }) => state)).toEqual([
      'running',
      'success',
      'running',
      'success',
    ]);
    await expectGolden('settled/note.md', noteOf(gitlab));
    const run = (await readdir(path.join(folder, 'settled'))).find((name) => name.includes('mr7'));
    await expectGoldenFiles('settled', path.join(folder, 'settled', run ?? ''), reports);
  });

  it('shows the log of a step that failed', async () => {
    const { gitlab, variables, submit, settle } = await prepareLong();
    await submit(variables, 'echo "no events left" >&2; exit 3');
    await settle('9500');
    expect(gitlab.statuses.map(({ state }) => state)).toEqual(['running', 'failed']);
    await expectGolden('settled-failed/note.md', noteOf(gitlab));
  });
});

describe('a scan', () => {
  /** A limit that is the greeting, and none for 13. */
  const command =
    'test ${greeting} != 13 && printf \'{"exp": %s, "obs": 1, "exp_p1": 90, "exp_p2": 99, "exp_m1": 0.1, "exp_m2": 0}\' ${greeting} > limit_data.json';
  const matrix = [{ REANA_CI_PARAMETER: ['greeting=2', 'greeting=3'] }];

  async function prepareScan(name: string, inputs: Readonly<Record<string, unknown>>) {
    const prepared = await prepare(command);
    const ci = includeComponent(name, '1', inputs);
    await prepared.world.commit(prepared.folder, { '.gitlab-ci.yml': ci });
    return { ...prepared, results: path.join(prepared.folder, 'scan') };
  }

  it('makes a run of each point in a job of its own, and one table and note of all', async () => {
    const { world, reana, gitlab, folder, variables, results } = await prepareScan('scan', {
      matrix,
    });
    const result = await runPipeline(world, folder, variables);
    expect(Object.values(result.jobs)).toEqual(['passed', 'passed', 'passed']);
    expect(await reana.client.listRuns()).toHaveLength(2);
    await expectGoldenFiles('scan', results, ['scan.csv']);
    await expectGolden('scan/note.md', noteOf(gitlab));
  });

  it('makes the runs of all points in one job', async () => {
    const inputs = { 'point-parameter': 'greeting=2,3,13', concurrency: 2 };
    const prepared = await prepareScan('scan-in-one-job', inputs);
    const { world, reana, gitlab, folder, variables, results } = prepared;
    const result = await runPipeline(world, folder, variables);
    expect(result.jobs).toEqual({ 'reana-scan': 'failed' });
    expect(await reana.client.listRuns()).toHaveLength(3);
    const files = ['scan.csv', 'scan.json', 'annotations.json', 'reana.env'];
    const reports = ['greeting=2/junit.xml', 'greeting=13/junit.xml'];
    await expectGoldenFiles('scan-in-one-job', results, [...files, ...reports]);
    await expectGolden('scan-in-one-job/note.md', noteOf(gitlab));
    expect(result.log('reana-scan')).toMatch(/greeting=3 +finished after .* \[\d\/3\]/);
    expect(result.output).not.toContain(accessToken);
  });

  it('costs a retried job only the points that have failed, and the next pipeline none', async () => {
    const inputs = { 'point-parameter': 'greeting=2,3' };
    const prepared = await prepareScan('scan-in-one-job', inputs);
    const { world, reana, gitlab, folder, variables, results } = prepared;
    await runPipeline(world, folder, variables);
    await rm(results, { recursive: true });
    const retried = await runPipeline(world, folder, variables);
    expect(retried.jobs).toEqual({ 'reana-scan': 'passed' });
    await rm(results, { recursive: true });
    await world.commit(folder, { 'README.md': 'Read me.\n' });
    await runPipeline(world, folder, { ...variables, CI_PIPELINE_ID: '9002' });
    expect(await reana.client.listRuns()).toHaveLength(2);
    expect(noteOf(gitlab)).toContain('#9002');
  });
});

/** The files that a later pipeline looks for among the artifacts. */
async function resultsOf(folder: string): Promise<Record<string, string>> {
  const results = path.join(folder, 'results');
  const names = await readdir(results, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return Object.fromEntries(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        return [path.relative(results, file), await readFile(file, 'utf8')] as const;
      }),
    ),
  );
}
