/** The facts that a GitLab job has about itself: its predefined variables, read once. */
import { readSwitch } from '../../base/switch.ts';
import { proxyFor } from '../../base/proxy.ts';
import { signingKey } from '../../base/signed.ts';
import { partOf } from './job-title.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface GitlabSettings {
  /** `https://gitlab.example.org/api/v4`. */
  readonly api: string;
  /** PEM file of the server's certificate authority, where GitLab has one of its own. */
  readonly caFile?: string;
  /** Address of the HTTP proxy that leads there. */
  readonly proxy?: string;
  readonly project: { readonly id: number; readonly path: string; readonly url: string };
  readonly pipeline: { readonly id: number; readonly url: string };
  readonly job: { readonly id: number; readonly name: string; readonly url: string };
  /** Folder that artifact paths are relative to; absolute. */
  readonly projectDirectory: string;
  /** Branch or tag, also in the pipeline of a merge request. */
  readonly ref: string;
  readonly isTag: boolean;
  readonly defaultBranch: string;
  readonly commit: Commit;
  /** Where GitLab shows a status of what this pipeline tests. */
  readonly statusPlace: StatusPlace;
  /** The analysis of the job, as far as it tells the job apart from others of its name; mostly empty. */
  readonly part: string;
  readonly mergeRequest?: MergeRequest;
  /** For reading; dies with the job. */
  readonly jobToken?: string;
  /** For writing notes and commit statuses. */
  readonly writeToken?: string;
  /** Signs what a note remembers: it stays when the token that writes notes is replaced. */
  readonly noteKey?: string;
  /** Whether the merge request gets a note. */
  readonly comments: boolean;
  /** Whether the pipeline is to be named after its run, which a name of its own keeps from. */
  readonly namesPipeline: boolean;
  /** Name of the environment that the run is a deployment in; absent where it is none. */
  readonly environment?: string;
  readonly colours: boolean;
}

export interface Commit {
  /** Of the source branch, where the pipeline runs on a merged result. */
  readonly sha: string;
  readonly title: string;
}

export interface StatusPlace {
  /** The commit that the pipeline runs on: of a merged result, the merge commit. */
  readonly sha: string;
  /**
   * Statuses never find the pipeline of a child. There it is the one that has started it, or absent where GitLab,
   * before 18.9, does not tell which that is: then the newest pipeline of the commit gets the status.
   */
  readonly pipeline?: number;
}

export interface MergeRequest {
  readonly iid: number;
  /** The project it belongs to, which a fork's pipeline does not run in. */
  readonly projectId: number;
  readonly targetBranch: string;
  readonly isFromFork: boolean;
}

/** What the command line says about the analysis, in place of the environment. */
export interface ChosenAnalysis {
  readonly analysis?: string | undefined;
  readonly spec?: string | undefined;
}

/**
 * Reads the settings of the job that this is.
 *
 * @returns `undefined` when this is no job of GitLab's
 */
export function readGitlabSettings(
  env: Environment,
  chosen: ChosenAnalysis = {},
): GitlabSettings | undefined {
  const projectId = number(env.CI_PROJECT_ID);
  const pipelineId = number(env.CI_PIPELINE_ID);
  const jobName = text(env.CI_JOB_NAME);
  // Programs that run a pipeline elsewhere set GITLAB_CI=false: it is the same job to us.
  if (text(env.GITLAB_CI) === undefined) return undefined;
  if (projectId === undefined || pipelineId === undefined || jobName === undefined) {
    return undefined;
  }
  const projectUrl = text(env.CI_PROJECT_URL) ?? '';
  const mergeRequest = readMergeRequest(env, projectId);
  const projectDirectory = text(env.CI_PROJECT_DIR) ?? '/';
  const api =
    text(env.CI_API_V4_URL) ?? `${text(env.CI_SERVER_URL) ?? 'https://gitlab.com'}/api/v4`;
  return {
    api,
    project: { id: projectId, path: text(env.CI_PROJECT_PATH) ?? '', url: projectUrl },
    pipeline: {
      id: pipelineId,
      url: text(env.CI_PIPELINE_URL) ?? `${projectUrl}/-/pipelines/${pipelineId}`,
    },
    job: {
      id: number(env.CI_JOB_ID) ?? 0,
      name: jobName,
      url: text(env.CI_JOB_URL) ?? `${projectUrl}/-/jobs/${text(env.CI_JOB_ID) ?? ''}`,
    },
    projectDirectory,
    ref: text(env.CI_COMMIT_REF_NAME) ?? '',
    isTag: text(env.CI_COMMIT_TAG) !== undefined,
    defaultBranch: text(env.CI_DEFAULT_BRANCH) ?? '',
    commit: {
      sha: text(env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA) ?? text(env.CI_COMMIT_SHA) ?? '',
      title: text(env.CI_COMMIT_TITLE) ?? '',
    },
    statusPlace: readStatusPlace(env, projectId, pipelineId),
    part: partOf(
      projectDirectory,
      chosen.analysis ?? text(env.REANA_CI_ANALYSIS),
      chosen.spec ?? text(env.REANA_CI_SPEC),
    ),
    ...optional('caFile', text(env.CI_SERVER_TLS_CA_FILE)),
    ...optional('proxy', URL.canParse(api) ? proxyFor(api, env) : undefined),
    ...optional('mergeRequest', mergeRequest),
    ...optional('jobToken', text(env.CI_JOB_TOKEN)),
    ...optional('writeToken', text(env.GITLAB_TOKEN)),
    ...optional(
      'noteKey',
      noteKeyOf(text(env.REANA_CI_SIGNING_KEY) ?? text(env.REANA_ACCESS_TOKEN)),
    ),
    comments: readSwitch('REANA_CI_COMMENT', env.REANA_CI_COMMENT) ?? true,
    namesPipeline:
      readSwitch('REANA_CI_PIPELINE_NAME', env.REANA_CI_PIPELINE_NAME) === true &&
      !hasOwnName(env, jobName),
    ...optional('environment', text(env.REANA_CI_ENVIRONMENT)),
    // GitLab shows colours though a job has no terminal.
    colours: text(env.NO_COLOR) === undefined,
  };
}

function noteKeyOf(secret: string | undefined): string | undefined {
  return secret === undefined ? undefined : signingKey(secret);
}

function readStatusPlace(env: Environment, project: number, pipeline: number): StatusPlace {
  const sha = text(env.CI_COMMIT_SHA) ?? '';
  if (env.CI_PIPELINE_SOURCE !== 'parent_pipeline') return { sha, pipeline };
  const isOwn = (number(env.CI_UPSTREAM_PROJECT_ID) ?? project) === project;
  return { sha, ...optional('pipeline', isOwn ? number(env.CI_UPSTREAM_PIPELINE_ID) : undefined) };
}

function readMergeRequest(env: Environment, projectId: number): MergeRequest | undefined {
  const iid = number(env.CI_MERGE_REQUEST_IID);
  if (iid === undefined) return undefined;
  const target = number(env.CI_MERGE_REQUEST_PROJECT_ID) ?? projectId;
  const source = number(env.CI_MERGE_REQUEST_SOURCE_PROJECT_ID) ?? target;
  return {
    iid,
    projectId: target,
    targetBranch: text(env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME) ?? '',
    isFromFork: source !== target,
  };
}

/** A retried job finds the name that its first try has given. */
function hasOwnName(env: Environment, job: string): boolean {
  const name = text(env.CI_PIPELINE_NAME);
  return name !== undefined && !name.startsWith(job);
}

function text(value: string | undefined): string | undefined {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed;
}

function number(value: string | undefined): number | undefined {
  return /^\d{1,15}$/.test(value?.trim() ?? '') ? Number(value) : undefined;
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
