/** A job in pipelines of every kind, against a GitLab that finds statuses by commit, ref and pipeline. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { registerRun } from '../../../src/commands/run.ts';
import { registerSettle } from '../../../src/commands/settle.ts';
import { registerSubmit } from '../../../src/commands/submit.ts';
import { call } from '../../commands/call.ts';
import { startReana } from '../../embedded-reana.ts';
import {
  accessToken,
  bot,
  jobToken,
  startGitlabServer,
} from '../../gitlab-server/gitlab-server.ts';
import { storeAnnotations, storeDotenv } from '../../gitlab-server/reports.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jobEnvironment } from './job-environment.ts';

interface Kind {
  readonly kind: string;
  /** Of the pipeline on the server. */
  readonly ref: string;
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  /** Merge request with a note. */
  readonly mergeRequest?: string;
  /** The pipeline that has the status of a run that is left; by default its own. */
  readonly parent?: number;
}

const [sourceSha, merged] = ['a'.repeat(40), 'b'.repeat(40)];
const ofMergeRequest = (iid: string, type: string) => ({
  CI_MERGE_REQUEST_IID: iid,
  CI_MERGE_REQUEST_EVENT_TYPE: type,
  CI_COMMIT_REF_NAME: 'tighter',
});

const kinds: readonly Kind[] = [
  {
    kind: 'detached',
    ref: 'refs/merge-requests/7/head',
    source: 'merge_request_event',
    env: ofMergeRequest('7', 'detached'),
    mergeRequest: '42!7',
  },
  {
    kind: 'merged-result',
    ref: 'refs/merge-requests/8/merge',
    source: 'merge_request_event',
    env: {
      ...ofMergeRequest('8', 'merged_result'),
      CI_COMMIT_SHA: merged,
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: sourceSha,
    },
    mergeRequest: '42!8',
  },
  {
    kind: 'merge-train',
    ref: 'refs/merge-requests/9/train',
    source: 'merge_request_event',
    env: {
      ...ofMergeRequest('9', 'merge_train'),
      CI_COMMIT_SHA: merged,
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: sourceSha,
    },
    mergeRequest: '42!9',
  },
  {
    kind: 'child',
    ref: 'refs/merge-requests/10/head',
    source: 'parent_pipeline',
    env: {
      ...ofMergeRequest('10', 'detached'),
      CI_UPSTREAM_PIPELINE_ID: '9100',
      CI_UPSTREAM_PROJECT_ID: '42',
    },
    mergeRequest: '42!10',
    parent: 9100,
  },
  {
    kind: 'tag',
    ref: 'v1.0',
    source: 'push',
    env: { CI_COMMIT_TAG: 'v1.0', CI_COMMIT_REF_NAME: 'v1.0' },
  },
  {
    kind: 'scheduled',
    ref: 'main',
    source: 'schedule',
    env: { CI_COMMIT_BRANCH: 'main', CI_COMMIT_REF_NAME: 'main' },
  },
];

const analysis = {
  'reana.yaml': `workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: docker.io/library/python:3.12-slim
        commands: ['echo limit = 0.31 > limit.txt']
outputs: {files: [limit.txt]}
`,
  '.reana-ci.yml':
    'metrics:\n  - {label: Limit, file: limit.txt, pattern: "limit = ([0-9.]+)", unit: fb}\n',
};

async function prepare({ ref, source, env: own, parent }: Kind) {
  const [reana, gitlab, cwd] = [
    await startReana(),
    await startGitlabServer(),
    await temporaryFolder(analysis),
  ];
  onTestFinished(() => gitlab.close());
  gitlab.users.set(accessToken, { ...bot, role: 'maintainer' });
  const sha = own.CI_COMMIT_SHA ?? sourceSha;
  if (parent !== undefined) gitlab.pipelines.push({ id: parent, sha, ref });
  gitlab.pipelines.push({ id: 9101, sha, ref, source });
  const job = Object.entries(jobEnvironment).filter(
    ([name]) => !name.startsWith('CI_MERGE_REQUEST') || own.CI_MERGE_REQUEST_IID !== undefined,
  );
  const env = {
    ...Object.fromEntries(job),
    PATH: process.env.PATH,
    CI_API_V4_URL: gitlab.api,
    CI_PROJECT_DIR: cwd,
    CI_JOB_TOKEN: jobToken,
    GITLAB_TOKEN: accessToken,
    CI_PIPELINE_ID: '9101',
    CI_PIPELINE_SOURCE: source,
    CI_COMMIT_SHA: sha,
    REANA_CI_ENVIRONMENT: 'reana/x',
    REANA_CI_PIPELINE_NAME: 'true',
    ...own,
    ...reana.variables,
  };
  const read = (...parts: readonly string[]) => readFile(path.join(cwd, ...parts), 'utf8');
  const note = (place = '') => gitlab.notes.get(place)?.at(-1)?.body ?? '';
  return { reana, gitlab, cwd, env, sha, read, note };
}

describe.each(kinds)('in a $kind pipeline', (kind) => {
  it('a run ends with name, deployment, note, variables and links', async () => {
    const { gitlab, cwd, env, sha, read, note } = await prepare(kind);
    const { error, stderr } = await call(registerRun, ['run'], env, { cwd });
    expect(error).toBeUndefined();
    expect(stderr).not.toContain('warning');
    expect(gitlab.pipelines.at(-1)).toMatchObject({ id: 9101, name: 'reana: Limit 0.31 fb' });
    expect(gitlab.deployments).toMatchObject([{ sha, status: 'success' }]);
    expect([...gitlab.notes.keys()]).toEqual(kind.mergeRequest ? [kind.mergeRequest] : []);
    if (kind.mergeRequest) expect(note(kind.mergeRequest)).toContain('### ✅ reana: finished');
    expect(storeDotenv(await read('results/reana.env'))).toMatchObject({
      REANA_RUN_STATUS: 'finished',
    });
    expect(Object.keys(storeAnnotations([await read('results/annotations.json')]))).toEqual([
      'REANA',
    ]);
  });

  it('a run that is left and settled ends with the right status and note', async () => {
    const { reana, gitlab, cwd, env, sha, read, note } = await prepare(kind);
    const left = await call(registerSubmit, ['submit'], env, { cwd });
    expect(left.error).toBeUndefined();
    expect(left.stderr).not.toContain('warning');
    if (kind.mergeRequest) expect(note(kind.mergeRequest)).not.toContain('finished');
    await expect
      .poll(async () => (await reana.client.listRuns()).map(({ status }) => status), {
        timeout: 30_000,
      })
      .toEqual(['finished']);
    const schedule = {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.includes('REQUEST'))),
      CI_PIPELINE_ID: '9900',
      CI_PIPELINE_SOURCE: 'schedule',
      CI_COMMIT_SHA: 'f'.repeat(40),
      CI_COMMIT_REF_NAME: 'main',
      CI_JOB_NAME: 'reana-settle',
    };
    const settled = await call(registerSettle, ['settle'], schedule, { cwd });
    expect(settled.error).toBeUndefined();
    expect(settled.stdout).toContain('1 run settled.');
    const place = { sha, pipeline_id: kind.parent ?? 9101, name: 'REANA: reana' };
    expect(gitlab.statuses).toMatchObject([
      { ...place, state: 'running' },
      { ...place, state: 'success' },
    ]);
    expect(gitlab.statuses.every((status) => !('ref' in status))).toBe(true);
    if (kind.mergeRequest) expect(note(kind.mergeRequest)).toContain('### ✅ reana: finished');
    const folders = await readdir(path.join(cwd, 'settled'));
    const results = folders.find((name) => name.includes('p42')) ?? '';
    expect(storeDotenv(await read('settled', results, 'reana.env'))).toMatchObject({
      REANA_RUN_STATUS: 'finished',
    });
    const links = storeAnnotations([await read('settled', results, 'annotations.json')]);
    expect(Object.keys(links)).toEqual(['REANA']);
  });
});
