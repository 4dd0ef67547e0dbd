import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readGitlabSettings } from '../../../src/hosts/gitlab/environment.ts';
import { createGitlabHost } from '../../../src/hosts/gitlab/gitlab-host.ts';
import { readJobRuns } from '../../../src/hosts/gitlab/job-state.ts';
import type { RunRecord } from '../../../src/results/run-record.ts';
import { failedRecord, finishedRecord } from '../../results/reports/sample-record.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jobEnvironment } from './job-environment.ts';

const submitted = {
  kind: 'submitted' as const,
  id: '0a1b2c3d-0000-4000-8000-000000000000',
  name: 'zz.1',
  url: 'https://reana.example.org/details/0a1b',
  reattached: false,
};

/** A job of a branch that has submitted a run, and what it leaves behind. */
async function job(files: Readonly<Record<string, string>> = {}) {
  const cwd = await temporaryFolder(files);
  const environment = { ...jobEnvironment, CI_MERGE_REQUEST_IID: '', CI_PROJECT_DIR: cwd };
  const progress = new PassThrough();
  const host = createGitlabHost(readGitlabSettings(environment)!, {
    progress,
    summary: new PassThrough(),
    cwd,
    analysis: cwd,
    results: `${cwd}/results`,
    redact: (line) => line,
    now: () => 0,
    signal: new AbortController().signal,
  });
  host.announce({ kind: 'phase', phase: 'preflight', server: 'https://reana.example.org' });
  host.announce(submitted);
  return {
    state: async () => (await readJobRuns(cwd, 9001))[0],
    report: async (record: RunRecord) => {
      await host.report({ record });
    },
    log: () => {
      progress.end();
      return text(progress);
    },
  };
}

describe('what a job leaves for clean', () => {
  it('is there as soon as the run is', async () => {
    const { state } = await job();
    expect(await state()).toEqual({
      version: 1,
      server: 'https://reana.example.org',
      id: submitted.id,
      name: 'zz.1',
      pipeline: 9001,
      state: 'live',
    });
  });

  it.each([
    ['ended', 'of a run that has finished', finishedRecord],
    ['ended', 'of a run that has failed', failedRecord],
    [
      'kept',
      'of a run whose server is away: a retry goes on with it',
      { ...finishedRecord, status: 'running', error: { code: 'unreachable', message: 'Away.' } },
    ],
    [
      'live',
      'of a run that could not be stopped',
      { ...finishedRecord, status: 'running', error: { code: 'interrupted', message: 'SIGTERM' } },
    ],
  ] satisfies [string, string, RunRecord][])('is "%s" at the end %s', async (word, _of, record) => {
    const { state, report } = await job();
    await report(record);
    expect((await state())?.state).toBe(word);
  });
});

describe('settings of the analysis that are wrong', () => {
  it('are told in the log, and do not end the job', async () => {
    const { report, log } = await job({ '.reana-ci.yml': 'metrics: [{label: a}]\n' });
    await report(finishedRecord);
    expect(await log()).toContain('.reana-ci.yml:1:11: metrics[0] needs a file');
  });
});
