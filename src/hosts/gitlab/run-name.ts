/**
 * Names of runs that belong to a GitLab job: the same for every try of the job, different for every other
 * job, and telling project, merge request and pipeline, so that REANA's list of runs is all the memory needed.
 */
import { createHash } from 'node:crypto';
import type { GitlabSettings } from './environment.ts';

/** What a name tells. */
export interface NamedRun {
  readonly projectId: number;
  readonly mergeRequest?: number;
  readonly pipeline: number;
}

/** 80 characters of a name are kept: these shares leave room for the numbers. */
const longestTitle = 20;
const longestRef = 14;
const longestJob = 16;
const hashLength = 6;

/**
 * `higgs_p42_mr7_9001_reana`: what the run is about, project, merge request or ref, pipeline, job.
 *
 * @param title the user's name for the run, or the analysis'
 */
export function gitlabRunName(settings: GitlabSettings, title: string): string {
  const { mergeRequest, ref, pipeline, job } = settings;
  return [
    plain(title, longestTitle) || 'analysis',
    projectPart(settings.project.id),
    mergeRequest === undefined ? refPart(ref) : `mr${mergeRequest.iid}`,
    String(pipeline.id),
    unmistakable(job.name),
  ].join('_');
}

/** What every name of the project's runs holds, for a search on REANA. */
export function projectPart(projectId: number): string {
  return `p${projectId}`;
}

/**
 * Reads a name that {@link gitlabRunName} made, with or without digest and run number.
 *
 * @returns `undefined` when it is none
 */
export function parseGitlabRunName(name: string): NamedRun | undefined {
  const match = /^[^_]+_p(\d+)_([^_]+)_(\d+)_[^_]+$/.exec(name);
  if (match === null) return undefined;
  const [, project, place = '', pipeline] = match;
  const mergeRequest = /^mr(\d+)$/.exec(place)?.[1];
  return {
    projectId: Number(project),
    pipeline: Number(pipeline),
    ...(mergeRequest === undefined ? {} : { mergeRequest: Number(mergeRequest) }),
  };
}

/**
 * Whether `name`, without run number, can be that of a run that a job of this name made on this branch: of
 * long names and branches only the beginning is in it.
 */
export function isBranchRunOf(
  { project, ref, job }: Pick<GitlabSettings, 'project' | 'ref' | 'job'>,
  name: string,
): boolean {
  const [, ...parts] = name.replace(/-(?:[0-9a-f]{12}|[0-9a-f]{32})$/, '').split('_');
  const [itsProject, itsRef, _pipeline, itsJob] = parts;
  return (
    itsProject === projectPart(project.id) &&
    itsRef === refPart(ref) &&
    itsJob === unmistakable(job.name)
  );
}

/** Whether `name`, with or without run number, is that of a run that this very job has made. */
export function isRunOfJob(
  { project, pipeline, job }: Pick<GitlabSettings, 'project' | 'pipeline' | 'job'>,
  name: string,
): boolean {
  const [plain = ''] = name.split('.');
  const [, itsProject, _place, itsPipeline, ending = '', ...more] = plain.split('_');
  const jobPart = unmistakable(job.name);
  return (
    more.length === 0 &&
    itsProject === projectPart(project.id) &&
    itsPipeline === String(pipeline.id) &&
    (ending === jobPart || ending.startsWith(`${jobPart}-`))
  );
}

function refPart(ref: string): string {
  return plain(ref, longestRef) || 'ref';
}

/** Two names that look alike once simplified, such as those of `parallel: matrix`, get different hashes. */
function unmistakable(name: string): string {
  const simple = plain(name, longestJob);
  if (simple === name) return simple;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, hashLength);
  return simple === '' ? hash : `${simple}-${hash}`;
}

/** Letters, digits and dashes: `_` separates the parts. */
function plain(text: string, longest: number): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
}
