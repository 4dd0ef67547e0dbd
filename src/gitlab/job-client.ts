/** The calls to GitLab by which a job shows its run with nothing but its own token. */
import * as v from 'valibot';
import { delay } from '../base/delay.ts';
import { createDispatcher, defaultBudget, type GitlabClientOptions, parse } from './connection.ts';
import { type Exchange, exchange } from './exchange.ts';

export type JobClientOptions = Omit<GitlabClientOptions, 'token'> & {
  /** `CI_JOB_TOKEN`. */
  readonly token: string;
};

export type DeploymentStatus = 'running' | 'success' | 'failed' | 'canceled';

export interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly status: string;
  readonly environment: { readonly id: number };
}

/** All methods throw ReanaCiError: what GitLab refuses, `unreachable`. */
export interface JobClient {
  namePipeline(project: number, pipeline: number, name: string): Promise<void>;
  /** Makes the environment, too, where it is not there. */
  deploy(
    project: number,
    deployment: {
      readonly environment: string;
      readonly sha: string;
      readonly ref: string;
      readonly tag: boolean;
      readonly status: DeploymentStatus;
    },
  ): Promise<Deployment>;
  /** Those of an environment that the API has made, the latest first, twenty at most. */
  deployments(project: number, environment: string): Promise<Deployment[]>;
  setDeploymentStatus(project: number, id: number, status: DeploymentStatus): Promise<void>;
  /** Where the button of the environment leads. */
  setEnvironmentUrl(project: number, environment: number, url: string): Promise<void>;
  close(): Promise<void>;
}

/** Of a name; GitLab refuses longer ones. */
const longestName = 255;
const most = 20;

/** @throws ReanaCiError `usage` when `caFile` cannot be read, or the proxy is of no use */
export function createJobClient(options: JobClientOptions): JobClient {
  const dispatcher = createDispatcher(options);

  async function call(
    method: Exchange['method'],
    path: string,
    body?: Readonly<Record<string, unknown>>,
  ): Promise<unknown> {
    const { content } = await exchange(
      {
        method,
        url: new URL(`${options.api.replace(/\/$/, '')}/projects/${path}`),
        headers: { 'job-token': options.token, accept: 'application/json' },
        ...(body === undefined
          ? {}
          : { body: { type: 'application/json', content: Buffer.from(JSON.stringify(body)) } }),
      },
      {
        dispatcher,
        credentials: ['job-token'],
        retryBudget: options.retryBudget ?? defaultBudget,
        delay: options.delay ?? delay,
        signal: options.signal ?? new AbortController().signal,
      },
    );
    return parse(json, content.toString('utf8'));
  }

  return {
    async namePipeline(project, pipeline, name) {
      const shown = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
      await call('PUT', `${project}/pipelines/${pipeline}/metadata`, { name: shown });
    },
    async deploy(project, deployment) {
      return parse(schema, await call('POST', `${project}/deployments`, { ...deployment }));
    },
    async deployments(project, environment) {
      const query = new URLSearchParams({
        environment,
        order_by: 'id',
        sort: 'desc',
        per_page: String(most),
      });
      const found = parse(
        v.array(schema),
        await call('GET', `${project}/deployments?${query.toString()}`),
      );
      return found.filter(({ deployable }) => deployable === null);
    },
    async setDeploymentStatus(project, id, status) {
      await call('PUT', `${project}/deployments/${id}`, { status });
    },
    async setEnvironmentUrl(project, environment, url) {
      await call('PUT', `${project}/environments/${environment}`, { external_url: url });
    },
    close: () => dispatcher.close(),
  };
}

const json = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return JSON.parse(dataset.value) as unknown;
    } catch {
      addIssue({ message: 'no JSON' });
      return NEVER;
    }
  }),
);

const schema = v.object({
  id: v.number(),
  sha: v.string(),
  status: v.string(),
  environment: v.object({ id: v.number() }),
  deployable: v.nullish(v.unknown(), null),
});
