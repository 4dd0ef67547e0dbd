/** The predefined variables of a job in a merge-request pipeline. */

export const projectUrl = 'https://gitlab.example.org/higgs/zz';

export const jobEnvironment = {
  GITLAB_CI: 'true',
  CI_API_V4_URL: 'https://gitlab.example.org/api/v4',
  CI_PROJECT_ID: '42',
  CI_PROJECT_PATH: 'higgs/zz',
  CI_PROJECT_URL: projectUrl,
  CI_PROJECT_DIR: '/builds/higgs/zz',
  CI_PIPELINE_ID: '9001',
  CI_PIPELINE_URL: `${projectUrl}/-/pipelines/9001`,
  CI_JOB_ID: '77001',
  CI_JOB_NAME: 'reana',
  CI_JOB_URL: `${projectUrl}/-/jobs/77001`,
  CI_JOB_TOKEN: 'job-token-0123456789',
  CI_COMMIT_SHA: '1'.repeat(40),
  CI_COMMIT_TITLE: 'Tighten the selection',
  CI_COMMIT_REF_NAME: 'tighter-selection',
  CI_DEFAULT_BRANCH: 'main',
  CI_MERGE_REQUEST_IID: '7',
  CI_MERGE_REQUEST_PROJECT_ID: '42',
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '42',
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
} as const;
