/** Runs pipelines with gitlab-ci-local, whose shell executor runs each job as a process of this machine. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import path from 'node:path';
import { parse } from 'yaml';
import type { Job } from '../templates/template.ts';
import type { World } from './gitlab-project.ts';

const program = path.resolve(import.meta.dirname, '../../node_modules/.bin/gitlab-ci-local');
const options = ['--no-color'];

/** CI/CD variables: the project's own and those that GitLab sets. */
export type Variables = Readonly<Record<string, string>>;

export interface PipelineResult {
  /** By job name. */
  readonly jobs: Readonly<Record<string, 'passed' | 'failed' | 'warned'>>;
  /** What the job printed, without colours and section marks. */
  log(job: string): string;
  readonly output: string;
}

export const branchPipeline: Variables = {
  CI_PIPELINE_SOURCE: 'push',
  CI_PROJECT_ID: '42',
  CI_PIPELINE_ID: '9000',
  CI_COMMIT_BRANCH: 'main',
};

export const mergeRequestPipeline: Variables = {
  CI_PIPELINE_SOURCE: 'merge_request_event',
  CI_PROJECT_ID: '42',
  CI_PIPELINE_ID: '9001',
  CI_MERGE_REQUEST_IID: '7',
  CI_MERGE_REQUEST_PROJECT_ID: '42',
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '42',
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
};

/**
 * Runs the pipeline of `folder`.
 *
 * @param file of a child pipeline, as a `trigger` names it
 */
export async function runPipeline(
  world: World,
  folder: string,
  variables: Variables,
  file?: string,
): Promise<PipelineResult> {
  const chosen = file === undefined ? [] : ['--file', file];
  const output = await call(world, folder, variables, ['--force-shell-executor', ...chosen]);
  const jobs = [...output.matchAll(/^ (PASS|FAIL|WARN) +(.+?) *$/gm)].map(
    ([, verdict = '', job = '']) => [job, verdicts[verdict as keyof typeof verdicts]] as const,
  );
  // What it says instead is all there is to find out why.
  if (jobs.length === 0) throw new Error(`No job has ended:\n${output}`);
  return {
    jobs: Object.fromEntries(jobs),
    output,
    log(job) {
      const lines = output.split('\n').filter((line) => line.startsWith(`${job} `));
      return lines.map((line) => line.slice(job.length).trimStart()).join('\n');
    },
  };
}

const verdicts = { PASS: 'passed', FAIL: 'failed', WARN: 'warned' } as const;

/** The jobs that a pipeline would have, with everything included. */
export async function previewPipeline(
  world: World,
  folder: string,
  variables: Variables,
): Promise<Record<string, Job>> {
  const listed = await call(world, folder, variables, ['--list-csv']);
  const names = listed.split('\n').flatMap((line) => /^([\w-]+);/.exec(line)?.[1] ?? []);
  const preview = await call(world, folder, variables, ['--preview']);
  const document = preview.slice(preview.indexOf('---\n'), preview.lastIndexOf('\nparsing and'));
  const jobs = parse(document) as Record<string, Job>;
  return Object.fromEntries(Object.entries(jobs).filter(([name]) => names.includes(name)));
}

async function call(
  world: World,
  cwd: string,
  given: Variables,
  more: readonly string[],
): Promise<string> {
  const project = 'https://gitlab.example.org/higgs/zz';
  const variables: Variables = {
    // It thinks that a job with an image runs in a container, though it starts none.
    CI_PROJECT_DIR: cwd,
    CI_PIPELINE_URL: `${project}/-/pipelines/${given.CI_PIPELINE_ID ?? ''}`,
    ...given,
  };
  const set = Object.entries(variables).flatMap(([name, value]) => [
    '--variable',
    `${name}=${value}`,
  ]);
  const unset = 'CI_COMMIT_BRANCH' in variables ? [] : ['--unset-variable', 'CI_COMMIT_BRANCH'];
  const known = ['--ignore-predefined-vars', Object.keys(variables).join(',')];
  const child = spawn(program, [...options, ...more, ...set, ...unset, ...known], {
    cwd,
    env: world.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return plain(`${stdout}\n${stderr}`);
}

function plain(output: string): string {
  // eslint-disable-next-line no-control-regex -- that is what has to go
  return output.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replaceAll('\r', '');
}
