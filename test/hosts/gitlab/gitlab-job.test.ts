import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { registerClean } from '../../../src/commands/clean.ts';
import { registerRun } from '../../../src/commands/run.ts';
import { dataOf } from '../../../src/hosts/gitlab/note/note-data.ts';
import { lintAnalysis } from '../../../src/lint/lint.ts';
import { readJobRuns, writeJobRun } from '../../../src/hosts/gitlab/job-state.ts';
import { type LocalReana, startLocalReana } from '../../../src/local/local-reana.ts';
import { createReanaClient } from '../../../src/reana/reana-client.ts';
import { call } from '../../commands/call.ts';
import {
  accessToken,
  type GitlabServer,
  jobToken,
  startGitlabServer,
} from '../../gitlab-server/gitlab-server.ts';
import { patience } from '../../patience.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jobEnvironment } from './job-environment.ts';

const specification = `version: 0.9.0
inputs:
  files: [events.txt]
workflow:
  type: serial
  specification:
    steps:
      - name: select
        environment: docker.io/library/python:3.12-slim
        commands: ['grep -c signal events.txt > yield.txt']
      - name: fit
        environment: docker.io/library/python:3.12-slim
        commands: ['sed "s/^/limit = 0./" yield.txt > limit.txt']
outputs:
  files: [limit.txt]
`;
const settings = `metrics:
  - label: Limit
    file: limit.txt
    pattern: limit = ([0-9.]+)
    better: lower
`;
const analysis = {
  'reana.yaml': specification,
  'events.txt': 'signal\nbackground\nsignal\n',
  '.reana-ci.yml': settings,
};

let reana: LocalReana;
/** All tests share a server; an analysis of its own for each keeps their runs apart. */
let jobs = 0;

beforeAll(async () => {
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const stateDirectory = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
  reana = await startLocalReana({
    stateDirectory,
    executor: 'process',
    environment: { PATH: process.env.PATH },
  });
  return async () => {
    await reana.close();
    await rm(stateDirectory, { recursive: true, force: true });
  };
});

interface Job {
  readonly gitlab: GitlabServer;
  readonly cwd: string;
  run(env?: Readonly<Record<string, string>>): ReturnType<typeof call>;
  result(name: string): Promise<string>;
  note(): string;
}

async function startJob(files: Readonly<Record<string, string>> = analysis): Promise<Job> {
  const gitlab = await startGitlabServer();
  onTestFinished(() => gitlab.close());
  jobs += 1;
  const events = `${files['events.txt'] ?? ''}analysis ${jobs}\n`;
  const cwd = await temporaryFolder({ ...files, 'events.txt': events });
  const env = {
    ...jobEnvironment,
    PATH: process.env.PATH,
    CI_API_V4_URL: gitlab.api,
    CI_PROJECT_DIR: cwd,
    CI_JOB_TOKEN: jobToken,
    GITLAB_TOKEN: accessToken,
    REANA_SERVER_URL: reana.url,
    REANA_ACCESS_TOKEN: reana.token,
  };
  return {
    gitlab,
    cwd,
    run: (more = {}) => call(registerRun, ['run'], { ...env, ...more }, { cwd }),
    result: (name) => readFile(path.join(cwd, 'results', name), 'utf8'),
    note: () => gitlab.notes.get('42!7')?.at(-1)?.body ?? '',
  };
}

describe('a job of a merge request', () => {
  it('brings reports, numbers beside those of the target branch, and one note', async () => {
    const job = await startJob();
    const baseline = {
      version: 1,
      source: 'abcdef12',
      metrics: [{ name: 'limit', label: 'Limit', value: 0.4 }],
    };
    job.gitlab.artifacts.set('42 main reana results/metrics.json', JSON.stringify(baseline));
    const { error, stderr } = await job.run();
    expect(error).toBeUndefined();
    expect(stderr).toContain('section_start:');
    expect(job.gitlab.notes.get('42!7')).toHaveLength(1);
    expect(job.note()).toContain('| Limit | 0.2 | 0.4 | −50 % 🟢 better |');
    expect(job.note()).toContain('```mermaid\nflowchart');
    expect(dataOf(job.note()).history).toMatchObject([
      { pipeline: 9001, icon: '✅', headline: 'Limit 0.2' },
    ]);
    expect(await job.result('junit.xml')).toContain('tests="3" failures="0" errors="0"');
    expect(await job.result('reana.env')).toMatch(
      /^REANA_RUN_NAME=reana-ci-\w+_p42_mr7_9001_reana-\w{32}\.1$/m,
    );
    expect(await job.result('metrics.txt')).toContain('reana_limit 0.2\n');
    expect(JSON.parse(await job.result('codequality.json'))).toEqual([]);
    expect(JSON.parse(await job.result('annotations.json')).REANA[0].external_link.url).toMatch(
      /\/details\//,
    );
    const runs = await readJobRuns(job.cwd, 9001);
    expect(runs).toMatchObject([{ server: reana.url, state: 'ended' }]);
  });

  it('goes on with its run when it is retried, and keeps one note', async () => {
    const job = await startJob();
    await job.run();
    const { error, stderr } = await job.run({ CI_JOB_ID: '77002' });
    expect(error).toBeUndefined();
    expect(stderr).toContain('(made by an earlier try)');
    expect(job.gitlab.notes.get('42!7')).toHaveLength(1);
    expect(job.note()).toContain('/-/jobs/77001');
  });

  it('does not share its run with another pipeline, whatever name the user gives', async () => {
    const job = await startJob();
    await job.run({ REANA_CI_NAME: 'limits' });
    const { stderr } = await job.run({
      REANA_CI_NAME: 'limits',
      REANA_CI_REUSE: 'false',
      CI_PIPELINE_ID: '9002',
    });
    expect(stderr).not.toContain('(made by an earlier try)');
    expect(dataOf(job.note()).history.map(({ pipeline }) => pipeline)).toEqual([9002, 9001]);
  });

  it('takes over the results of an earlier pipeline that ran the same, and says whose', async () => {
    const job = await startJob();
    await job.run();
    const { error, stderr } = await job.run({ CI_PIPELINE_ID: '9002', REANA_CI_REUSE: 'auto' });
    expect(error).toBeUndefined();
    expect(stderr).toContain('(made by an equal job, whose results are taken over)');
    expect(job.note()).toContain('The run was made by pipeline `#9001`.');
    expect(job.note()).toContain('| Limit | 0.2 |');
    expect(await readJobRuns(job.cwd, 9002)).toEqual([]);
  });

  it('shows the plots that the analysis names', async () => {
    const job = await startJob({
      ...analysis,
      'reana.yaml': specification
        .replace("yield.txt']", `yield.txt && printf "\\211PNG\\r\\n\\032\\n" > plot.png']`)
        .replace('[limit.txt]', '[limit.txt, plot.png]'),
      '.reana-ci.yml': 'pictures: [plot.png]\n',
    });
    const { error } = await job.run();
    expect(error).toBeUndefined();
    expect(job.gitlab.uploads).toMatchObject([{ project: '42', name: 'plot.png' }]);
    expect(job.note()).toContain('![plot](/uploads/0a1b/plot.png)');
  });

  it('tells a failed step with its log, in the note and as a failed test', async () => {
    const job = await startJob({ ...analysis, 'events.txt': 'background\n' });
    const { error } = await job.run();
    expect(error).toMatchObject({ exitCode: 1 });
    expect(job.note()).toContain('### ❌ reana: failed in select');
    expect(job.note()).toContain('Log of select');
    expect(await job.result('junit.xml')).toContain('<failure message="select failed">');
    expect(await job.result('reana.env')).toContain('REANA_RUN_STATUS=failed\n');
  });

  it('shows a mistake of the specification at its line', async () => {
    const job = await startJob({
      ...analysis,
      'reana.yaml': specification.replace('grep', 'echo $(date); grep'),
    });
    const { error } = await job.run();
    expect(error).toMatchObject({ exitCode: 4 });
    const issues = JSON.parse(await job.result('codequality.json'));
    expect(issues).toContainEqual(
      expect.objectContaining({ location: { path: 'reana.yaml', lines: { begin: 10 } } }),
    );
    expect(job.note()).toContain('### ❌ reana: not run');
    expect(job.note()).toMatch(/\| `reana\.yaml:10` \|.*\| `[a-z-]+` \|/);
    expect(await job.result('junit.xml')).toContain('errors="1"');
  });

  it('tells all the mistakes that lint tells of a specification, in the note, too', async () => {
    const wrong = specification
      .replace('type: serial', 'type: serial\n  typo: 1')
      .replace('files: [limit.txt]', 'files: [/limit.txt]')
      .replace("['grep", "['echo $(date); grep");
    const job = await startJob({ ...analysis, 'reana.yaml': wrong });
    const { error } = await job.run();
    const told = (error as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
    const found = await lintAnalysis(job.cwd, 'reana.yaml');
    const errors = found.filter(({ severity }) => severity === 'error');
    expect(errors.length).toBeGreaterThan(1);
    expect(told.sort()).toEqual(errors.map(({ rule }) => rule).sort());
    for (const { rule } of errors) expect(job.note()).toContain(`\`${rule}\``);
  });

  it('runs without a note where it has no token to write one, and says so once', async () => {
    const job = await startJob();
    const { error, stderr } = await job.run({ GITLAB_TOKEN: '' });
    expect(error).toBeUndefined();
    expect(stderr.match(/GITLAB_TOKEN is not set/g)).toHaveLength(1);
    expect(job.gitlab.asked).toEqual([]);
  });

  it('has the same result when GitLab refuses the note', async () => {
    const job = await startJob();
    job.gitlab.users.clear();
    const { error, stderr } = await job.run();
    expect(error).toBeUndefined();
    expect(stderr).toContain(
      'The note on the merge request could not be written: GitLab answered 401',
    );
  });

  it.each([
    ['a proxy of no use', { HTTP_PROXY: 'socks4://proxy.example.org' }],
    ['a proxy without an address', { HTTP_PROXY: 'http://[proxy' }],
    ['an authority that is not there', { CI_SERVER_TLS_CA_FILE: '/none.pem' }],
  ])('has the same result when the way to GitLab is %s', async (_what, env) => {
    const job = await startJob();
    const api = 'http://gitlab.example.org/api/v4';
    const { error, stderr } = await job.run({ CI_API_V4_URL: api, ...env });
    expect(error).toBeUndefined();
    expect(stderr).toContain('warning: The note on the merge request could not be written:');
  });

  it('writes no note where none is wanted', async () => {
    const job = await startJob();
    await job.run({ REANA_CI_COMMENT: 'false' });
    expect(job.gitlab.asked).toEqual([]);
  });

  it('lets no secret out into an artifact or a note', async () => {
    const secret = 'hunter2-and-"more"-<than>-that';
    const leaking = specification.replace(
      "'grep",
      `'echo ${secret.replace(/["<>]/g, '\\$&')} "$$TOKEN"; false; grep`,
    );
    const job = await startJob({ ...analysis, 'reana.yaml': leaking });
    const name = '$TOKEN';
    await job.run({ REANA_CI_SECRET_ENV: `TOKEN=${secret}`, REANA_CI_NAME: name });
    const texts = [job.note()];
    for (const file of await readdir(path.join(job.cwd, 'results'), { recursive: true })) {
      texts.push(await job.result(file).catch(() => ''));
    }
    expect(texts.length).toBeGreaterThan(6);
    for (const text of texts) {
      expect(text).not.toContain('hunter2');
      expect(text).not.toContain(accessToken);
      expect(text).not.toContain(jobToken);
      expect(text).not.toContain(reana.token);
    }
  });
});

describe('a job with nothing but its own token', () => {
  const wished = {
    GITLAB_TOKEN: '',
    REANA_CI_PIPELINE_NAME: 'true',
    REANA_CI_ENVIRONMENT: 'reana/tighter-selection',
  };
  const baseline = {
    version: 1,
    source: 'abcdef12',
    metrics: [{ name: 'limit', label: 'Limit', value: 0.4 }],
  };

  it('names the pipeline and shows its run as a deployment', async () => {
    const job = await startJob();
    job.gitlab.artifacts.set('42 main reana results/metrics.json', JSON.stringify(baseline));
    const { error } = await job.run(wished);
    expect(error).toBeUndefined();
    expect(job.gitlab.pipelines[0]!.name).toBe('reana: Limit 0.2 (−50 %)');
    expect(job.gitlab.deployments).toMatchObject([
      {
        sha: jobEnvironment.CI_COMMIT_SHA,
        ref: 'tighter-selection',
        status: 'success',
        environment: {
          name: 'reana/tighter-selection',
          external_url: expect.stringMatching(/\/-\/jobs\/77001\/artifacts\/file\/results\/report/),
        },
      },
    ]);
    expect(job.gitlab.asked.every(({ headers }) => headers['private-token'] === undefined)).toBe(
      true,
    );
  });

  it('says how a run has failed', async () => {
    const job = await startJob({ ...analysis, 'events.txt': 'background\n' });
    await job.run(wished);
    expect(job.gitlab.pipelines[0]!.name).toBe('reana: failed in select');
    expect(job.gitlab.deployments).toMatchObject([{ status: 'failed' }]);
  });

  it('leaves a pipeline alone that has a name of its own', async () => {
    const job = await startJob();
    await job.run({ ...wished, CI_PIPELINE_NAME: 'Nightly limits' });
    expect(job.gitlab.pipelines[0]!.name).toBeUndefined();
  });

  it.each([401, 403, 404, 500])('goes without a word where GitLab answers %d', async (status) => {
    const job = await startJob();
    const answers = Array.from({ length: 40 }, () => ({ status }));
    job.gitlab.trouble(/metadata|deployments|environments/, ...answers);
    const { error, stderr } = await job.run({ ...wished, REANA_CI_COMMENT: 'false' });
    expect(error).toBeUndefined();
    expect(stderr).not.toContain('warning');
  });
});

describe('a job of a branch', () => {
  it('writes no note', async () => {
    const job = await startJob();
    const { error } = await job.run({ CI_MERGE_REQUEST_IID: '' });
    expect(error).toBeUndefined();
    expect(job.gitlab.asked).toEqual([]);
    expect(await job.result('metrics.json')).toContain('"source": "11111111"');
  });
});

describe('a job that is cancelled', () => {
  it('stops its run, says so in the note, and leaves word for clean', async () => {
    const job = await startJob({
      ...analysis,
      'reana.yaml': specification.replace("'grep", "'sleep 60; grep"),
    });
    const controller = new AbortController();
    job.gitlab.before(/^POST .*notes$/, () => {
      setTimeout(() => {
        controller.abort(Object.assign(new Error('Interrupted by SIGTERM.'), { exitCode: 143 }));
      }, 300);
    });
    // A GitLab that takes its time, within the 10 s that a cancelled job has.
    let edits = 0;
    job.gitlab.before(/^PUT .*notes/, async () => {
      edits += 1;
      if (edits === 1) await new Promise((resolve) => setTimeout(resolve, 3500));
    });
    const env = {
      ...jobEnvironment,
      PATH: process.env.PATH,
      CI_API_V4_URL: job.gitlab.api,
      CI_PROJECT_DIR: job.cwd,
      GITLAB_TOKEN: accessToken,
      REANA_SERVER_URL: reana.url,
      REANA_ACCESS_TOKEN: reana.token,
    };
    const begun = Date.now();
    await call(registerRun, ['run'], env, { cwd: job.cwd, signal: controller.signal });
    expect(Date.now() - begun).toBeLessThan(patience(9500));
    const [run] = await readJobRuns(job.cwd, 9001);
    expect(run?.state).toBe('ended');
    const client = createReanaClient({ server: reana.url, token: reana.token });
    onTestFinished(() => client.close());
    expect((await client.run(run?.id ?? '')).status).toMatch(/stopped|deleted/);
    expect(job.note()).toContain('cancelled');
  });
});

describe('a job that is killed', () => {
  it('has its note say so once clean has stopped the run, and GitLab never spoils that', async () => {
    const job = await startJob();
    await job.run();
    const [run] = await readJobRuns(job.cwd, 9001);
    const before = job.note().replace(/### ✅ reana: .*/, '### 🔵 reana: running');
    for (const note of job.gitlab.notes.get('42!7') ?? []) note.body = before;
    writeJobRun(job.cwd, { ...run!, state: 'live' });
    const env = {
      ...jobEnvironment,
      CI_API_V4_URL: job.gitlab.api,
      CI_PROJECT_DIR: job.cwd,
      GITLAB_TOKEN: accessToken,
      REANA_SERVER_URL: reana.url,
      REANA_ACCESS_TOKEN: reana.token,
    };
    const { error, stdout } = await call(registerClean, ['clean'], env, { cwd: job.cwd });
    expect(error).toBeUndefined();
    expect(stdout).not.toBe('Nothing to clean up.\n');
    expect(job.note()).toContain('### ⏹️ reana: cancelled');
    writeJobRun(job.cwd, { ...run!, state: 'live' });
    job.gitlab.users.clear();
    const again = await call(registerClean, ['clean'], env, { cwd: job.cwd });
    expect(again.error).toBeUndefined();
    expect(again.stderr).toContain('warning: The note on the merge request could not be written');
  });
});
