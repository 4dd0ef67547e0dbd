import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { registerClean } from '../../../../src/commands/clean.ts';
import { registerGather } from '../../../../src/commands/gather.ts';
import { registerScan } from '../../../../src/commands/scan.ts';
import { readGitlabSettings } from '../../../../src/hosts/gitlab/environment.ts';
import { readJobRuns, writeJobRun } from '../../../../src/hosts/gitlab/job-state.ts';
import { gitlabRunName } from '../../../../src/hosts/gitlab/run-name.ts';
import { dataOf } from '../../../../src/hosts/gitlab/note/note-data.ts';
import { call } from '../../../commands/call.ts';
import { startReana } from '../../../embedded-reana.ts';
import { accessToken, jobToken, startGitlabServer } from '../../../gitlab-server/gitlab-server.ts';
import { massAnalysis } from '../../../scan/mass-analysis.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { jobEnvironment } from '../job-environment.ts';

async function startJob(files: Readonly<Record<string, string>> = {}) {
  const [gitlab, reana] = [await startGitlabServer(), await startReana()];
  onTestFinished(() => gitlab.close());
  const cwd = await temporaryFolder({ ...massAnalysis, ...files });
  const env = {
    ...jobEnvironment,
    PATH: process.env.PATH,
    CI_JOB_NAME: 'reana-scan',
    CI_API_V4_URL: gitlab.api,
    CI_PROJECT_DIR: cwd,
    CI_JOB_TOKEN: jobToken,
    GITLAB_TOKEN: accessToken,
    REANA_CI_VAR: 'CHANNEL=ee',
    REANA_CI_POINT_PARAMETER: 'mass=300,500',
    ...reana.variables,
  };
  return {
    gitlab,
    reana,
    cwd,
    env,
    scan: (more: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
      call(registerScan, ['scan'], { ...env, ...more }, { cwd, ...(signal && { signal }) }),
    result: (name: string) => readFile(path.join(cwd, 'scan', name), 'utf8'),
    note: () => gitlab.notes.get('42!7')?.at(-1)?.body ?? '',
  };
}

describe('a scan in a job of a merge request', () => {
  it('keeps one note with the numbers of all points beside those of the target branch', async () => {
    const job = await startJob();
    const past = ['300', '500'].map((mass) => ({
      inputs: { datasets: [], variables: { CHANNEL: 'ee' }, parameters: { mass } },
      metrics: [{ name: 'limit', label: 'Limit', value: 0.4 }],
    }));
    job.gitlab.artifacts.set('42 main reana-scan scan/scan.json', JSON.stringify(past));
    const { error } = await job.scan();
    expect(error).toBeUndefined();
    expect(job.gitlab.notes.get('42!7')).toHaveLength(1);
    expect(job.note()).toContain('### ✅ reana-scan: 2 points finished');
    expect(job.note()).toMatch(/\| 300 \| ✅ .* \| 0\.3 \(−25 % 🟢 better\) \|/);
    expect(job.note()).toMatch(/\| 500 \| ✅ .* \| 0\.5 \(\+25 % 🔴 worse\) \|/);
    expect(dataOf(job.note()).history).toMatchObject([
      { pipeline: 9001, icon: '✅', headline: 'Limit 0.3 to 0.5' },
    ]);
  });

  it('leaves the reports of every point, which GitLab can tell apart, and of the scan', async () => {
    const job = await startJob();
    await job.scan({ REANA_CI_POINT_PARAMETER: 'mass=300,13' });
    expect(await job.result('mass=300/junit.xml')).toContain('classname="reana-ci-');
    expect(await job.result('mass=300/junit.xml')).toContain(': reana-scan mass=300" name="fit"');
    expect(await job.result('mass=13/junit.xml')).toContain('<failure message="fit failed">');
    expect(JSON.parse(await job.result('annotations.json')).REANA).toMatchObject([
      { external_link: { label: 'Page of the scan' } },
      { external_link: { label: 'Table of the points' } },
      { external_link: { label: 'mass=13 (failed) on REANA' } },
      { external_link: { label: 'mass=300 (finished) on REANA' } },
    ]);
    expect(await job.result('reana.env')).toBe(
      'REANA_SCAN_POINTS=2\nREANA_SCAN_FAILED=1\nREANA_SCAN_RESULTS=scan\n',
    );
    expect(job.note()).toContain('- `mass=13` failed in fit.');
  });

  it('folds the logs of failed steps away in its own', async () => {
    const job = await startJob();
    const { stderr } = await job.scan({ REANA_CI_POINT_PARAMETER: 'mass=13' });
    expect(stderr).toMatch(/section_start:\d+:reana_log_1\r/);
    expect(stderr).toMatch(/section_end:\d+:reana_log_1\r/);
    expect(stderr).toContain('\u001b[31mmass=13                   failed in fit after');
  });

  it('gives its runs names by which they are found again, and reused', async () => {
    const job = await startJob();
    await job.scan();
    const names = (await job.reana.client.listRuns()).map(({ name }) => name).sort();
    expect(names).toEqual([
      expect.stringMatching(/^reana-ci-\w+_p42_mr7_9001_reana-scan-mass-300-\w{32}\.1$/),
      expect.stringMatching(/^reana-ci-\w+_p42_mr7_9001_reana-scan-mass-500-\w{32}\.1$/),
    ]);
    const results = { REANA_CI_RESULTS: 'again' };
    const retried = await job.scan({ ...results, CI_JOB_ID: '77002' });
    expect(retried.stderr.match(/taken up again/g)).toHaveLength(2);
    // Another pipeline, and one point more: only that one costs a run.
    const next = { CI_PIPELINE_ID: '9002', REANA_CI_RESULTS: 'next' };
    const more = { REANA_CI_POINT_PARAMETER: 'mass=300,500,750' };
    const { stderr } = await job.scan({ ...next, ...more });
    expect(stderr.match(/taken over from an equal job/g)).toHaveLength(2);
    expect(await job.reana.client.listRuns()).toHaveLength(3);
    expect(dataOf(job.note()).history.map(({ pipeline }) => pipeline)).toEqual([9002, 9001]);
  });

  it('writes no note where none is wanted', async () => {
    const job = await startJob();
    await job.scan({ REANA_CI_COMMENT: 'false' });
    expect(job.gitlab.asked).toEqual([]);
  });

  it('stops all its runs when it is cancelled, and says so in the note', async () => {
    const job = await startJob({ 'fit.sh': 'sleep 600\n' });
    const controller = new AbortController();
    // The first word is written when the runs begin.
    job.gitlab.before(/^POST .*notes$/, () => {
      setTimeout(() => {
        controller.abort(Object.assign(new Error('Interrupted by SIGTERM.'), { exitCode: 143 }));
      }, 300);
    });
    const { error } = await job.scan({}, controller.signal);
    expect(error).toBe(controller.signal.reason);
    const runs = await job.reana.client.listRuns();
    for (const { status } of runs) expect(status).toMatch(/stopped|deleted/);
    expect(job.note()).toContain('### ⏹️ reana-scan: cancelled, 0 of 2 points finished');
    const left = await readJobRuns(job.cwd, 9001);
    expect(left.filter(({ state }) => state === 'live')).toEqual([]);
  });

  it('lets no secret out of what its points print', async () => {
    const secret = 'hunter2-and-"more"-than-that';
    const job = await startJob({
      'fit.sh': 'echo "$TOKEN" > limit.txt; echo "$TOKEN" >&2; test "$1" != 13\n',
      '.reana-ci.yml': JSON.stringify({
        metrics: [{ label: 'Limit', unit: secret, file: 'limit.txt', pattern: '([0-9]+)' }],
      }),
    });
    await job.scan({
      REANA_CI_SECRET_ENV: `TOKEN=${secret}`,
      REANA_CI_POINT_PARAMETER: 'mass=300,13',
    });
    const files = ['scan.csv', 'scan.json', 'annotations.json', 'mass=13/junit.xml'];
    const texts = [job.note(), ...(await Promise.all(files.map(job.result)))];
    for (const text of texts) expect(text).not.toContain('hunter2');
    expect(await job.result('scan.json')).toContain('[hidden]');
  });
});

describe('reana-ci clean after a scan that was killed', () => {
  it('stops all runs that it has left alive', async () => {
    const { reana, env, cwd } = await startJob();
    const specificationOfNothing = { workflow: { type: 'serial', specification: { steps: [] } } };
    const gitlab = readGitlabSettings(env);
    if (gitlab === undefined) throw new Error('This is the environment of a job.');
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) {
      const request = {
        name: gitlabRunName(gitlab, `point-${number}`),
        specification: specificationOfNothing,
        bundle: [],
      };
      const { id, name } = await reana.client.createRun(request);
      ids.push(id);
      writeJobRun(cwd, {
        version: 1,
        server: env.REANA_SERVER_URL,
        id,
        name,
        pipeline: 9001,
        state: 'live',
      });
    }
    const { stdout, error } = await call(registerClean, ['clean'], env, { cwd });
    expect(error).toBeUndefined();
    expect(stdout.trim().split('\n')).toHaveLength(12);
    for (const id of ids) expect((await reana.client.run(id)).status).toBe('deleted');
  });
});

describe('reana-ci gather in a job of a merge request', () => {
  it('writes the note of a scan whose points were jobs', async () => {
    const job = await startJob();
    await job.scan({ REANA_CI_COMMENT: 'false' });
    expect(job.note()).toBe('');
    const env = { ...job.env, CI_JOB_NAME: 'reana-scan-table', CI_JOB_ID: '77003' };
    const { error, stdout } = await call(registerGather, ['gather'], env, { cwd: job.cwd });
    expect(error).toBeUndefined();
    expect(stdout).toContain('mass=500  500   finished  0.5');
    expect(job.note()).toContain('### ✅ reana-scan-table: 2 points finished');
  });

  it('says once that it has no token to write a note', async () => {
    const job = await startJob();
    await job.scan({ REANA_CI_COMMENT: 'false' });
    const env = { ...job.env, GITLAB_TOKEN: '' };
    const { error, stderr } = await call(registerGather, ['gather'], env, { cwd: job.cwd });
    expect(error).toBeUndefined();
    expect(stderr.match(/GITLAB_TOKEN is not set/g)).toHaveLength(1);
  });
});
