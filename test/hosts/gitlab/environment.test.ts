import { describe, expect, it } from 'vitest';
import { readGitlabSettings } from '../../../src/hosts/gitlab/environment.ts';
import { jobEnvironment } from './job-environment.ts';

describe('the environment of a GitLab job', () => {
  it('is recognised', () => {
    expect(readGitlabSettings(jobEnvironment)).toMatchObject({
      project: { id: 42, path: 'higgs/zz' },
      pipeline: { id: 9001 },
      job: { id: 77001, name: 'reana' },
      commit: { sha: '1'.repeat(40), title: 'Tighten the selection' },
      mergeRequest: { iid: 7, projectId: 42, targetBranch: 'main', isFromFork: false },
      comments: true,
      colours: true,
    });
  });

  it('is recognised where another program runs the pipeline', () => {
    expect(readGitlabSettings({ ...jobEnvironment, GITLAB_CI: 'false' })).toBeDefined();
  });

  it.each(['GITLAB_CI', 'CI_PROJECT_ID', 'CI_PIPELINE_ID', 'CI_JOB_NAME'])(
    'is none without %s',
    (name) => {
      expect(readGitlabSettings({ ...jobEnvironment, [name]: '' })).toBeUndefined();
    },
  );

  it('signs notes with a key that tells nothing of the REANA token', () => {
    const key = (token: string) =>
      readGitlabSettings({ ...jobEnvironment, REANA_ACCESS_TOKEN: token })?.noteKey;
    expect(key('token-a')).toMatch(/^[0-9a-f]{64}$/);
    expect(key('token-a')).toBe(key('token-a'));
    expect(key('token-a')).not.toBe(key('token-b'));
    expect(key('')).toBeUndefined();
    const lasting = { REANA_CI_SIGNING_KEY: 'lasting', REANA_ACCESS_TOKEN: 'of minutes' };
    expect(readGitlabSettings({ ...jobEnvironment, ...lasting })?.noteKey).toBe(key('lasting'));
  });

  it('tells a merge request from a fork', () => {
    const env = { ...jobEnvironment, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '99' };
    expect(readGitlabSettings(env)?.mergeRequest?.isFromFork).toBe(true);
  });

  it('takes the commit of the source branch where the merged result is built', () => {
    const env = { ...jobEnvironment, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: '2'.repeat(40) };
    expect(readGitlabSettings(env)?.commit.sha).toBe('2'.repeat(40));
  });

  it('has no merge request in the pipeline of a branch', () => {
    const env = { ...jobEnvironment, CI_MERGE_REQUEST_IID: undefined };
    expect(readGitlabSettings(env)).not.toHaveProperty('mergeRequest');
  });

  it.each(['false', 'FALSE', '0', 'no', 'off'])(
    'wants no note with REANA_CI_COMMENT=%s',
    (value) => {
      expect(readGitlabSettings({ ...jobEnvironment, REANA_CI_COMMENT: value })?.comments).toBe(
        false,
      );
    },
  );

  it('takes the same words for true and false as all options do', () => {
    const settings = (value: string) =>
      readGitlabSettings({ ...jobEnvironment, REANA_CI_COMMENT: value });
    expect(settings('on')?.comments).toBe(true);
    expect(settings('')?.comments).toBe(true);
    expect(() => settings('nope')).toThrow('REANA_CI_COMMENT: "nope" is not a boolean');
  });

  it('finds the place of its status', () => {
    const merged = {
      ...jobEnvironment,
      CI_COMMIT_SHA: '3'.repeat(40),
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: '2'.repeat(40),
    };
    expect(readGitlabSettings(merged)?.statusPlace).toEqual({
      sha: '3'.repeat(40),
      pipeline: 9001,
    });
    const child = { ...jobEnvironment, CI_PIPELINE_SOURCE: 'parent_pipeline' };
    expect(readGitlabSettings(child)?.statusPlace).toEqual({ sha: '1'.repeat(40) });
    const told = { ...child, CI_UPSTREAM_PIPELINE_ID: '8999', CI_UPSTREAM_PROJECT_ID: '42' };
    expect(readGitlabSettings(told)?.statusPlace.pipeline).toBe(8999);
  });

  it.each([
    ['', '', ''],
    ['.', 'reana.yaml', ''],
    ['limits', '', 'limits'],
    ['./limits/', 'fit.yaml', 'limits/fit.yaml'],
    ['', 'fit.yaml', 'fit.yaml'],
    [
      'https://ada:secret@gitlab.example.org/a/b.git@v1',
      '',
      expect.stringMatching(/^[0-9a-f]{8}$/),
    ],
  ])('tells the analysis %j with the specification %j from others', (analysis, spec, part) => {
    const env = { ...jobEnvironment, REANA_CI_ANALYSIS: analysis, REANA_CI_SPEC: spec };
    expect(readGitlabSettings(env)?.part).toEqual(part);
  });

  it('tells the proxy that leads to GitLab', () => {
    const env = { ...jobEnvironment, HTTPS_PROXY: 'proxy.example.org:3128' };
    expect(readGitlabSettings(env)?.proxy).toBe('http://proxy.example.org:3128');
  });

  it('is without colours where NO_COLOR asks for that', () => {
    expect(readGitlabSettings({ ...jobEnvironment, NO_COLOR: '1' })?.colours).toBe(false);
  });
});
