/** Environments, and the deployments that the API makes in them. */
import { type Answer, type Asked, jsonOf, notFound, pageOf, refusal } from './answer.ts';

export interface ServerEnvironment {
  readonly id: number;
  readonly name: string;
  external_url?: unknown;
  tier?: unknown;
}

export interface ServerDeployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  status: string;
  readonly environment: ServerEnvironment;
  /** The job that the keyword `environment` has made deploy; such a one is not for the API to change. */
  readonly deployable: null | { readonly id: number };
}

export interface DeploymentBook {
  readonly environments: ServerEnvironment[];
  readonly deployments: ServerDeployment[];
  /** @param rest of the path, behind the project */
  readonly answer: (call: Asked, rest: string) => Answer;
}

const states = ['running', 'success', 'failed', 'canceled'];
const tiers = ['production', 'staging', 'testing', 'development', 'other'];

/** @param origin gives the server's own address */
export function createDeploymentBook(origin: () => string): DeploymentBook {
  const environments: ServerEnvironment[] = [];
  const deployments: ServerDeployment[] = [];

  function create(call: Asked): Answer {
    const given = jsonOf(call);
    const { environment: name, sha, ref, tag, status } = given;
    const isWhole = [name, sha, ref].every((value) => typeof value === 'string' && value !== '');
    if (!isWhole || typeof tag !== 'boolean' || !states.includes(String(status))) {
      return refusal(400, 'environment, sha, ref, tag or status is missing or wrong');
    }
    if (!/^[\w /${}.-]{1,255}$/.test(String(name))) {
      return refusal(400, {
        name: ['can contain only letters, digits, -, _, /, $, {, }, . and spaces'],
      });
    }
    let environment = environments.find((one) => one.name === name);
    if (environment === undefined) {
      environment = { id: 300 + environments.length, name: String(name) };
      environments.push(environment);
    }
    const deployment: ServerDeployment = {
      id: 600 + deployments.length,
      sha: String(sha),
      ref: String(ref),
      status: String(status),
      environment,
      deployable: null,
    };
    deployments.push(deployment);
    return { status: 201, body: deployment };
  }

  function update(call: Asked, deployment: ServerDeployment): Answer {
    const status = String(jsonOf(call).status);
    if (!states.includes(status)) return refusal(400, 'status does not have a valid value');
    if (deployment.deployable !== null) {
      return refusal(403, '403 Forbidden - Deployments created using GitLab CI can not be updated');
    }
    if (deployment.status === status || status === 'running') {
      return refusal(400, { status: [`cannot transition from ${deployment.status}`] });
    }
    deployment.status = status;
    return { status: 200, body: deployment };
  }

  function updateEnvironment(call: Asked, environment: ServerEnvironment): Answer {
    const { external_url: url, tier } = jsonOf(call);
    if (url !== undefined && !(typeof url === 'string' && url.length <= 255 && URL.canParse(url))) {
      return refusal(400, { external_url: ['is blocked or too long'] });
    }
    if (tier !== undefined && !tiers.some((one) => one === tier))
      return refusal(400, 'tier is wrong');
    if (url !== undefined) environment.external_url = url;
    if (tier !== undefined) environment.tier = tier;
    return { status: 200, body: environment };
  }

  return {
    environments,
    deployments,
    answer(call, rest) {
      const [, kind, id] = /^(deployments|environments)(?:\/(\d+))?$/.exec(rest) ?? [];
      if (kind === 'deployments') {
        if (id === undefined && call.method === 'POST') return create(call);
        const { environment } = call.query;
        const shown = deployments.filter(
          (one) => environment === undefined || one.environment.name === environment,
        );
        if (id === undefined) {
          return pageOf({ ...call, query: { sort: 'asc', ...call.query } }, shown, origin());
        }
        const deployment = deployments.find((one) => one.id === Number(id));
        if (deployment === undefined) return notFound;
        return call.method === 'PUT' ? update(call, deployment) : { status: 200, body: deployment };
      }
      const environment = environments.find((one) => one.id === Number(id));
      if (environment === undefined || call.method !== 'PUT') return notFound;
      return updateEnvironment(call, environment);
    },
  };
}
