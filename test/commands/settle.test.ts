import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { registerSettle } from '../../src/commands/settle.ts';
import { registerSubmit } from '../../src/commands/submit.ts';
import { createSettler } from '../../src/commands/settle/settler.ts';
import { readSettleSettings } from '../../src/commands/settle/settings.ts';
import { createGitlabClient } from '../../src/gitlab/gitlab-client.ts';
import { readGitlabSettings } from '../../src/hosts/gitlab/environment.ts';
import { claimRun, patience } from '../../src/run/settle/claim.ts';
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import { startReana } from '../embedded-reana.ts';
import {
  accessToken,
  bot,
  type GitlabServer,
  startGitlabServer,
} from '../gitlab-server/gitlab-server.ts';
import { storeAnnotations } from '../gitlab-server/reports.ts';
import { jobEnvironment } from '../hosts/gitlab/job-environment.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call, createTestEdge } from './call.ts';

const sha = jobEnvironment.CI_COMMIT_SHA;

function analysis(command = 'echo done > answer.txt'): Record<string, string> {
  return {
    'reana.yaml': `version: 0.9.0
inputs:
  parameters: { mass: 500 }
workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: docker.io/library/python:3.12-slim
        commands: [${JSON.stringify(command)}]
outputs:
  files: [answer.txt]
`,
  };
}

interface World {
  readonly client: ReanaClient;
  readonly gitlab: GitlabServer;
  /** Of the job that submits. */
  readonly submitEnv: Record<string, string>;
  /** Of the job that settles, in a later pipeline of a schedule. */
  readonly settleEnv: Record<string, string>;
}

async function createWorld(): Promise<World> {
  const { client, variables } = await startReana();
  const gitlab = await startGitlabServer();
  onTestFinished(() => gitlab.close());
  gitlab.users.set(accessToken, { ...bot, role: 'developer' });
  const submitEnv = {
    ...jobEnvironment,
    CI_API_V4_URL: gitlab.api,
    CI_JOB_NAME: 'reana-submit',
    GITLAB_TOKEN: accessToken,
    ...variables,
  };
  const later = {
    CI_PIPELINE_ID: '9500',
    CI_JOB_ID: '79000',
    CI_JOB_NAME: 'reana-settle',
    CI_COMMIT_SHA: '9'.repeat(40),
    CI_COMMIT_REF_NAME: 'main',
    CI_MERGE_REQUEST_IID: '',
  };
  return { client, gitlab, submitEnv, settleEnv: { ...submitEnv, ...later } };
}

/** Submits the analysis and waits for the run to end. */
async function submitted(
  world: World,
  files = analysis(),
  env: Record<string, string> = {},
): Promise<void> {
  const cwd = await temporaryFolder(files);
  const before = (await world.client.listRuns()).length;
  const { error } = await call(registerSubmit, ['submit'], { ...world.submitEnv, ...env }, { cwd });
  expect(error).toBeUndefined();
  await expect
    .poll(async () => (await world.client.listRuns()).map(({ status }) => status), {
      timeout: 10_000,
      interval: 50,
    })
    .toSatisfy(
      (states: string[]) =>
        states.length > before && states.every((state) => ['finished', 'failed'].includes(state)),
    );
}

describe('reana-ci submit', () => {
  it('ends while the run goes on, which its commit shows', async () => {
    const world = await createWorld();
    const cwd = await temporaryFolder(analysis('sleep 600'));
    const { error } = await call(registerSubmit, ['submit'], world.submitEnv, { cwd });
    expect(error).toBeUndefined();
    const [run] = await world.client.listRuns();
    expect(['queued', 'pending', 'running']).toContain(run?.status);
    expect(world.gitlab.statuses).toEqual([
      expect.objectContaining({
        sha,
        state: 'running',
        name: 'REANA: reana-submit',
        pipeline_id: 9001,
        target_url: expect.stringContaining(`/details/${run!.id}`),
      }),
    ]);
  });

  it('says that the run goes on, and links nothing that is not there', async () => {
    const world = await createWorld();
    const cwd = await temporaryFolder(analysis('sleep 600'));
    await call(registerSubmit, ['submit'], world.submitEnv, { cwd });
    const [note] = world.gitlab.notes.get('42!7') ?? [];
    expect(note?.body).toMatch(/### 🔵 reana-submit: (queued|pending|running)/);
    expect(note?.body).not.toMatch(/finished|\/logs\//);
    const links = await readFile(path.join(cwd, 'results/annotations.json'), 'utf8');
    expect(links.match(/(?<="label": ")\w+/g)).toEqual(['Run', 'Page']);
  });

  it('goes on with its run when the job is retried', async () => {
    const world = await createWorld();
    const cwd = await temporaryFolder(analysis('sleep 600'));
    await call(registerSubmit, ['submit'], world.submitEnv, { cwd });
    await call(registerSubmit, ['submit'], world.submitEnv, { cwd });
    expect(await world.client.listRuns()).toHaveLength(1);
  });

  it('starts the run also when GitLab cannot be told', async () => {
    const world = await createWorld();
    world.gitlab.users.set(accessToken, bot);
    const cwd = await temporaryFolder(analysis());
    const { error, stderr } = await call(registerSubmit, ['submit'], world.submitEnv, { cwd });
    expect(error).toBeUndefined();
    expect(stderr).toContain('warning: the commit got no status');
    expect(await world.client.listRuns()).toHaveLength(1);
  });

  it.each(['--timeout=1h', '--queue-timeout=1h', '--output=a', '--archive=a.tar', '--local'])(
    'refuses %s, which is for those who wait for a run',
    async (flag) => {
      const { error } = await call(registerSubmit, ['submit', flag], {});
      expect(error).toMatchObject({ code: 'commander.unknownOption' });
    },
  );

  it('refuses to leave a run to nobody', async () => {
    const { error } = await call(registerSubmit, ['submit'], {});
    expect(error).toMatchObject({ code: 'usage', exitCode: 4 });
  });
});

describe('reana-ci settle', () => {
  it('brings the results of a run and tells its commit', async () => {
    const world = await createWorld();
    await submitted(world);
    const cwd = await temporaryFolder({});
    const { stdout, error } = await call(registerSettle, ['settle', '--json'], world.settleEnv, {
      cwd,
    });
    expect(error).toBeUndefined();
    const [run] = await world.client.listRuns();
    expect(JSON.parse(stdout)).toEqual([
      { id: run!.id, name: run!.name, status: 'finished', exitCode: 0 },
    ]);
    const folder = path.join(cwd, 'settled', run!.name);
    expect(await readFile(path.join(folder, 'outputs/answer.txt'), 'utf8')).toBe('done\n');
    const record: unknown = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'));
    expect(record).toMatchObject({ specification: 'reana.yaml', status: 'finished', exitCode: 0 });
    expect(world.gitlab.statuses.at(-1)).toMatchObject({
      sha,
      state: 'success',
      name: 'REANA: reana-submit',
      pipeline_id: 9001,
    });
  });

  it('tells the failure of a run, and ends well itself', async () => {
    const world = await createWorld();
    await submitted(world, analysis('exit 3'));
    const cwd = await temporaryFolder({});
    const { stdout, error } = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(error).toBeUndefined();
    expect(stdout).toMatch(/1 run settled\.\n.*: failed, exit code 1/);
    expect(world.gitlab.statuses.at(-1)).toMatchObject({ state: 'failed', sha });
  });

  it('settles every run once, however many do it at the same time', async () => {
    const world = await createWorld();
    for (const mass of ['500', '750', '1000']) {
      await submitted(world, analysis(), { REANA_CI_PARAMETER: `mass=${mass}` });
    }
    const before = world.gitlab.statuses.length;
    const folders: string[] = [];
    const jobs = await Promise.all(
      ['79001', '79002', '79003', '79004'].map(async (id) => {
        const cwd = await temporaryFolder({});
        folders.push(cwd);
        const env = { ...world.settleEnv, CI_JOB_ID: id };
        return call(registerSettle, ['settle', '--json'], env, { cwd });
      }),
    );
    const settled = jobs.flatMap(({ stdout }) => JSON.parse(stdout) as { id: string }[]);
    expect(jobs.map(({ error }) => error)).toEqual(jobs.map(() => undefined));
    const ids = (await world.client.listRuns()).map(({ id }) => id);
    expect(settled.map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const folder of folders) {
      const report = await readFile(path.join(folder, 'settled/annotations.json'), 'utf8').catch(
        () => '{}',
      );
      expect(Object.keys(storeAnnotations([report])).length).toBeLessThanOrEqual(1);
    }
    expect(world.gitlab.statuses).toHaveLength(before + 3);
    const again = await call(registerSettle, ['settle'], world.settleEnv, {
      cwd: await temporaryFolder({}),
    });
    expect(again.stdout).toBe('0 runs settled.\n');
  });

  it('leaves runs alone that go on or are of another project', async () => {
    const world = await createWorld();
    await submitted(world, analysis(), {
      CI_PROJECT_ID: '421',
      CI_MERGE_REQUEST_PROJECT_ID: '421',
    });
    const cwd = await temporaryFolder(analysis('sleep 600'));
    await call(registerSubmit, ['submit'], world.submitEnv, { cwd });
    const { stdout } = await call(registerSettle, ['settle'], world.settleEnv, {
      cwd: await temporaryFolder({}),
    });
    expect(stdout).toBe('0 runs settled.\n');
  });

  it.each(['settled.json', 'settling-9999999999999-x-1.json'])(
    'settles a run whose own step has renamed its file to %s',
    async (forged) => {
      const world = await createWorld();
      const hostile = `mv .reana-ci/submission.json .reana-ci/${forged}; echo done > answer.txt`;
      await submitted(world, analysis(hostile));
      const cwd = await temporaryFolder({});
      const { stdout, error } = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
      expect(error).toBeUndefined();
      expect(stdout).toContain('1 run settled.');
      expect(world.gitlab.statuses.at(-1)).toMatchObject({ state: 'success', sha });
    },
  );

  it('says nothing of a run that was settled with another REANA token', async () => {
    const world = await createWorld();
    await submitted(world);
    const [run] = await world.client.listRuns();
    const own = '.reana-ci/submission.json';
    await world.client.moveFiles(run!.id, own, `.reana-ci/settled-${'1'.repeat(32)}.json`);
    const foreign = Buffer.from('{"text":"{}","signature":"1"}');
    await world.client.uploadFiles(run!.id, [
      { path: `.reana-ci/settled-${'1'.repeat(32)}.json`, content: foreign },
    ]);
    const cwd = await temporaryFolder({});
    const { stdout, stderr } = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(stdout).toBe('0 runs settled.\n');
    expect(stderr).not.toContain('warning');
  });

  it('takes up what a job has left that was killed, once it must be dead', async () => {
    const world = await createWorld();
    await submitted(world);
    const [run] = await world.client.listRuns();
    const settle = async () => {
      const cwd = await temporaryFolder({});
      return (await call(registerSettle, ['settle'], world.settleEnv, { cwd })).stdout;
    };
    const claimed = async (ago: number) => {
      const { client } = world;
      const now = () => client.now() - ago;
      const { signal } = new AbortController();
      const key = world.settleEnv.REANA_ACCESS_TOKEN ?? '';
      return claimRun(run!, { client, claimant: '79000-12', key, now, signal });
    };
    const killed = await claimed(patience / 2);
    expect(await settle()).toBe('0 runs settled.\n');
    await killed?.release();
    await claimed(patience * 1.5);
    expect(await settle()).toContain('1 run settled.\n');
    expect(world.gitlab.statuses.at(-1)).toMatchObject({ state: 'success', sha });
  });

  it('tells nobody of a run that another job has taken over meanwhile', async () => {
    const world = await createWorld();
    await submitted(world);
    const [run] = await world.client.listRuns();
    const before = world.gitlab.statuses.length;
    const edge = createTestEdge(world.settleEnv, { cwd: await temporaryFolder({}) });
    const gitlab = readGitlabSettings(world.settleEnv)!;
    const gitlabClient = createGitlabClient({
      api: gitlab.api,
      token: { kind: 'access', value: accessToken },
    });
    onTestFinished(() => gitlabClient.close());
    const settler = createSettler({
      edge,
      gitlab,
      gitlabClient,
      client: { ...world.client, logs: afterTakingOver },
      key: world.settleEnv.REANA_ACCESS_TOKEN ?? '',
      settings: readSettleSettings(edge, {}, Date.now()),
      ended: [],
    });
    const noted = world.gitlab.notes.get('42!7');
    expect(await settler(run!)).toBeUndefined();
    edge.stderr.end();
    expect(await text(edge.stderr)).toContain('was taken over by another job');
    expect(world.gitlab.statuses).toHaveLength(before);
    expect(world.gitlab.notes.get('42!7')).toEqual(noted);

    async function afterTakingOver(...given: Parameters<ReanaClient['logs']>) {
      const later = () => world.client.now() + patience * 2;
      const { signal } = new AbortController();
      const key = world.settleEnv.REANA_ACCESS_TOKEN ?? '';
      const tools = { client: world.client, claimant: 'other', key, now: later, signal };
      expect(await claimRun(run!, tools)).toBeDefined();
      return world.client.logs(...given);
    }
  });

  it('compares with the latest settled run of the target branch, and with no other', async () => {
    const world = await createWorld();
    const yielding = (number: number) => ({
      ...analysis(`echo yield ${number} > answer.txt`),
      '.reana-ci.yml': "metrics: [{label: Yield, file: answer.txt, pattern: 'yield (.*)'}]\n",
    });
    // Of both branches a run's name tells the same.
    const [target, other] = ['release-2026.01', 'release-2026.02'];
    const branch = (pipeline: string, ref = target) => ({
      CI_MERGE_REQUEST_IID: '',
      CI_COMMIT_REF_NAME: ref,
      CI_PIPELINE_ID: pipeline,
    });
    const settle = async () => {
      const cwd = await temporaryFolder({});
      return call(registerSettle, ['settle'], world.settleEnv, { cwd });
    };
    await submitted(world, yielding(50), branch('8001'));
    await submitted(world, yielding(60), branch('8009', other));
    await settle();
    await submitted(world, yielding(99), branch('8005'));
    // Both are settled by one job: the branch's run, though submitted later, is compared with all the same.
    await submitted(world, yielding(120), { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: target });
    await submitted(world, yielding(80), branch('8002'));
    await submitted(world, analysis('exit 3'), branch('8006'));
    const { stdout } = await settle();
    expect(stdout).toContain('4 runs settled.');
    const [note] = world.gitlab.notes.get('42!7') ?? [];
    expect(note?.body).toContain('| Yield | 120 | 99 | +21.2 % |');
  });

  it('believes no numbers that a step of the run has written', async () => {
    const world = await createWorld();
    const settings = {
      '.reana-ci.yml': "metrics: [{label: Yield, file: answer.txt, pattern: 'yield (.*)'}]\n",
    };
    const forged = JSON.stringify({ text: '{}', signature: '0'.repeat(64) });
    await submitted(
      world,
      {
        ...analysis(`echo '${forged}' > .reana-ci/metrics.json; echo yield 1 > answer.txt`),
        ...settings,
      },
      { CI_MERGE_REQUEST_IID: '', CI_COMMIT_REF_NAME: 'main' },
    );
    // Its own numbers cannot be kept.
    const runs = await world.client.listRuns();
    await world.client.moveFiles(runs[0]!.id, '.reana-ci/submission.json', 'taken.json');
    await submitted(world, { ...analysis('echo yield 2 > answer.txt'), ...settings });
    await call(registerSettle, ['settle'], world.settleEnv, { cwd: await temporaryFolder({}) });
    const [note] = world.gitlab.notes.get('42!7') ?? [];
    expect(note?.body).toContain('| Yield | 2 |');
    expect(note?.body).toContain('Nothing to compare with');
  });

  it.each([
    ['the token may not set it', { status: 403, body: { message: '403 Forbidden' } }],
    ['its pipeline is gone', { status: 404, body: { message: '404 Commit Not Found' } }],
    ['it is none', { status: 422, body: { message: 'is invalid' } }],
  ])('settles a run once though GitLab refuses its status, as %s', async (_why, trouble) => {
    const world = await createWorld();
    await submitted(world);
    world.gitlab.trouble(/^POST .*\/statuses\//, trouble);
    const cwd = await temporaryFolder({});
    const first = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(first.error).toBeUndefined();
    expect(first.stderr).toMatch(/warning: The commit 11111111 gets no status: GitLab answered 4/);
    expect(first.stdout).toContain('1 run settled.');
    const second = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(second.stdout).toBe('0 runs settled.\n');
  });

  it('takes no run with a token that GitLab does not know', async () => {
    const world = await createWorld();
    await submitted(world);
    world.gitlab.users.clear();
    const cwd = await temporaryFolder({});
    const first = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(first.error).toMatchObject({ code: 'unauthorized', exitCode: 5 });
    world.gitlab.users.set(accessToken, { ...bot, role: 'developer' });
    const second = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(second.stdout).toContain('1 run settled.');
  });

  it.each([
    ['detached', { ref: 'refs/merge-requests/7/head' }, {}],
    ['merged-result', { ref: 'refs/merge-requests/7/merge', sha: '3'.repeat(40) }, {}],
    ['merge-train', { ref: 'refs/merge-requests/7/train', sha: '4'.repeat(40) }, {}],
    ['tag', { ref: 'v1' }, { CI_MERGE_REQUEST_IID: '', CI_COMMIT_REF_NAME: 'v1' }],
    [
      'scheduled',
      { ref: 'nightly' },
      { CI_MERGE_REQUEST_IID: '', CI_COMMIT_REF_NAME: 'nightly', CI_PIPELINE_SOURCE: 'schedule' },
    ],
  ])('tells the commit of a %s pipeline', async (_kind, place, variables) => {
    const world = await createWorld();
    const pipeline = { id: 9100, sha, ...place };
    world.gitlab.pipelines.push(pipeline);
    await submitted(world, analysis(), {
      CI_PIPELINE_ID: '9100',
      CI_COMMIT_SHA: pipeline.sha,
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: sha === pipeline.sha ? '' : sha,
      ...variables,
    });
    const cwd = await temporaryFolder({});
    const { error, stderr } = await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(error).toBeUndefined();
    expect(stderr).not.toContain('warning');
    const { sha: at } = pipeline;
    expect(world.gitlab.statuses).toMatchObject([
      { sha: at, state: 'running', pipeline_id: 9100 },
      { sha: at, state: 'success', pipeline_id: 9100 },
    ]);
  });

  it.each([
    ['is told', { CI_UPSTREAM_PIPELINE_ID: '9001', CI_UPSTREAM_PROJECT_ID: '42' }, 9001],
    ['is not told', {}, undefined],
  ])('tells the parent of a child pipeline, where GitLab %s which that is', async (...given) => {
    const [, upstream, id] = given;
    const world = await createWorld();
    world.gitlab.pipelines.push({ id: 9002, sha, ref: 'tighter', source: 'parent_pipeline' });
    const child = { CI_PIPELINE_ID: '9002', CI_PIPELINE_SOURCE: 'parent_pipeline', ...upstream };
    await submitted(world, analysis(), { ...child, REANA_CI_ANALYSIS: '.' });
    const cwd = await temporaryFolder({});
    await call(registerSettle, ['settle'], world.settleEnv, { cwd });
    expect(world.gitlab.statuses.map(({ state }) => state)).toEqual(['running', 'success']);
    expect(world.gitlab.statuses.map((one) => one.pipeline_id)).toEqual([id, id]);
  });

  it('believes no origin that a step of the run has written', async () => {
    const world = await createWorld();
    const forge = 'sed -i s/9001/9002/g .reana-ci/submission.json; echo done > answer.txt';
    await submitted(world, analysis(forge));
    const before = world.gitlab.statuses.length;
    const { error } = await call(registerSettle, ['settle'], world.settleEnv, {
      cwd: await temporaryFolder({}),
    });
    expect(error).toMatchObject({ code: 'forbidden' });
    expect(world.gitlab.statuses).toHaveLength(before);
    const again = await call(registerSettle, ['settle'], world.settleEnv, {
      cwd: await temporaryFolder({}),
    });
    expect(again).toMatchObject({ stdout: '0 runs settled.\n', error: undefined });
  });

  it('does not take runs that it could not tell anybody about', async () => {
    const world = await createWorld();
    const env = { ...world.settleEnv, GITLAB_TOKEN: '' };
    const { error } = await call(registerSettle, ['settle'], env, {});
    expect(error).toMatchObject({ code: 'unauthorized', exitCode: 5 });
    expect(String(error)).toContain('GITLAB_TOKEN');
  });
});
