import { describe, expect, it } from 'vitest';
import { readGitlabSettings } from '../../../src/hosts/gitlab/environment.ts';
import { gitlabRunName, parseGitlabRunName } from '../../../src/hosts/gitlab/run-name.ts';
import { runName } from '../../../src/specification/run-name.ts';
import { jobEnvironment } from './job-environment.ts';

function nameIn(changes: Readonly<Record<string, string>>, title = 'zz'): string {
  const settings = readGitlabSettings({ ...jobEnvironment, ...changes })!;
  return gitlabRunName(settings, title);
}

describe('the name of a run', () => {
  it('tells analysis, project, merge request, pipeline and job', () => {
    expect(nameIn({})).toBe('zz_p42_mr7_9001_reana');
  });

  it('tells the branch where there is no merge request', () => {
    expect(nameIn({ CI_MERGE_REQUEST_IID: '', CI_COMMIT_REF_NAME: 'fix/µ_scale' })).toBe(
      'zz_p42_fix-scale_9001_reana',
    );
  });

  it('stays the same when the job is retried', () => {
    expect(nameIn({ CI_JOB_ID: '77002' })).toBe(nameIn({}));
  });

  it('differs for the next pipeline', () => {
    expect(nameIn({ CI_PIPELINE_ID: '9002' })).not.toBe(nameIn({}));
  });

  it('differs for jobs that look alike', () => {
    const names = ['fit: [a, b]', 'fit: [a-b]', 'fit 1/2', 'fit 1-2', '物理', '物'];
    const runs = names.map((name) => nameIn({ CI_JOB_NAME: name }));
    expect(new Set(runs).size).toBe(names.length);
  });

  it('is kept whole by REANA, however long its parts are', () => {
    const long = nameIn(
      {
        CI_JOB_NAME: 'j'.repeat(255),
        CI_MERGE_REQUEST_IID: '12345678',
        CI_PIPELINE_ID: '123456789012',
        CI_PROJECT_ID: '123456789',
      },
      'a very long name of an analysis that says everything',
    );
    expect(runName(long)).toBe(long);
  });

  it('can be read again, with digest and run number', () => {
    expect(parseGitlabRunName(`${nameIn({})}-0123456789ab.12`)).toEqual({
      projectId: 42,
      mergeRequest: 7,
      pipeline: 9001,
    });
    expect(parseGitlabRunName('zz_p42_main_9001_reana')).toEqual({ projectId: 42, pipeline: 9001 });
    expect(parseGitlabRunName('myanalysis.3')).toBeUndefined();
  });
});
