import { describe, expect, it } from 'vitest';
import { readGitlabSettings } from '../../../src/hosts/gitlab/environment.ts';
import { notesForLater, readLater } from '../../../src/hosts/gitlab/later.ts';
import { graphOf } from '../../../src/results/graph/run-graph.ts';
import { loadSpecification } from '../../../src/specification/load.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jobEnvironment } from './job-environment.ts';

const there = readGitlabSettings({ ...jobEnvironment, GITLAB_TOKEN: 'token-of-the-first-job' })!;
const here = readGitlabSettings({
  ...jobEnvironment,
  CI_PIPELINE_ID: '9500',
  CI_JOB_ID: '79000',
  CI_JOB_NAME: 'reana-settle',
  CI_JOB_URL: 'https://gitlab.example.org/higgs/zz/-/jobs/79000',
  CI_COMMIT_REF_NAME: 'main',
  CI_MERGE_REQUEST_IID: '',
  GITLAB_TOKEN: 'token-of-the-second-job',
})!;

function specification(steps: number): string {
  const step = "      - { environment: 'python:3.12-slim', commands: ['true'] }\n";
  return `version: 0.9.0
workflow:
  type: serial
  specification:
    steps:
${step.repeat(steps)}`;
}

async function notes(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder({ 'reana.yaml': specification(2), ...files });
  const loaded = await loadSpecification(folder, 'reana.yaml');
  const warnings: string[] = [];
  const written = await notesForLater(there, loaded, (message) => warnings.push(message));
  return { loaded, warnings, written, read: () => readLater(written, here)! };
}

describe('what a job leaves for the one that settles its run', () => {
  it('tells whose run it is, and no token', async () => {
    const { written, read } = await notes({});
    expect(JSON.stringify(written)).not.toContain('token-of-the-first-job');
    expect(read().settings).toMatchObject({
      pipeline: { id: 9001 },
      job: { id: 79000, name: 'reana', url: here.job.url },
      mergeRequest: { iid: 7 },
      commit: { sha: jobEnvironment.CI_COMMIT_SHA },
      writeToken: 'token-of-the-second-job',
    });
  });

  it('holds the result settings and the graph of the analysis that was run', async () => {
    const settings = 'metrics: [{label: Yield, file: a.json}]\npictures: [plots/*.png]\n';
    const { loaded, read } = await notes({ '.reana-ci.yml': settings });
    const { origin } = read();
    expect(origin.settings).toMatchObject({
      pictures: ['plots/*.png'],
      problems: [{ message: 'metrics[0] needs either a pointer or a pattern', line: 1 }],
    });
    expect(await origin.graph()).toEqual(await graphOf(loaded));
  });

  it('leaves out what is too large, and says so', async () => {
    const { warnings, read } = await notes({
      'reana.yaml': specification(4000),
      '.reana-ci.yml': `pictures: [a.png]\n# ${'x'.repeat(100_000)}\n`,
    });
    expect(warnings.join('\n')).toMatch(/without \.reana-ci\.yml.*\n.*without its graph/);
    expect(read().origin.settings.pictures).toEqual([]);
    expect(await read().origin.graph()).toBeUndefined();
  });

  it('keeps the graph of 2,000 steps', async () => {
    const { warnings, read } = await notes({ 'reana.yaml': specification(2000) });
    expect(warnings).toEqual([]);
    expect((await read().origin.graph())?.stages).toHaveLength(2000);
  });

  it.each([
    ['of another project', { project: { id: 43, path: 'higgs/ww', url: '' } }],
    ['that lack something', { commit: null }],
  ])('is not believed in notes %s', async (_which, change) => {
    const { written } = await notes({});
    expect(readLater({ ...written, ...change }, here)).toBeUndefined();
  });
});
