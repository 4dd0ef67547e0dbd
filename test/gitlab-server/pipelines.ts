/**
 * Pipelines, their names and the statuses of their commits. A status finds its pipeline by commit, ref and id, as
 * GitLab's service for commit statuses looks for it.
 */
import { type Answer, type Asked, forbidden, jsonOf, refusal, type ServerUser } from './answer.ts';

export interface ServerPipeline {
  readonly id: number;
  /** In the pipeline of a merged result, the merge commit. */
  readonly sha: string;
  /** `refs/merge-requests/7/head`, `/merge` or `/train` in pipelines of merge requests. */
  readonly ref: string;
  /** Statuses never find a `parent_pipeline`, which is a child. */
  readonly source?: string;
  name?: string;
}

export interface PipelineBook {
  readonly pipelines: ServerPipeline[];
  /** Every status that was accepted, in order. */
  readonly statuses: Readonly<Record<string, unknown>>[];
  /** Branches that only maintainers may push to. */
  readonly protectedRefs: Set<string>;
  readonly setStatus: (call: Asked, sha: string, user: ServerUser | undefined) => Answer;
  readonly rename: (call: Asked, id: number) => Answer;
}

const states = ['pending', 'running', 'success', 'failed', 'canceled', 'skipped'];
const longestText = 255;

export function createPipelineBook(): PipelineBook {
  const pipelines: ServerPipeline[] = [];
  const statuses: Readonly<Record<string, unknown>>[] = [];
  const protectedRefs = new Set(['main']);
  /** State by pipeline, name and user. */
  const live = new Map<string, unknown>();

  return {
    pipelines,
    statuses,
    protectedRefs,
    setStatus(call, sha, user) {
      if (user === undefined || user.role === 'reporter') return forbidden;
      const given = jsonOf(call);
      const atCommit = pipelines.filter((pipeline) => pipeline.sha === sha);
      if (atCommit.length === 0) return refusal(404, '404 Commit Not Found');
      if (!states.includes(String(given.state))) return refusal(400, 'State is required');
      const [pipeline] = atCommit
        .filter(({ source }) => source !== 'parent_pipeline')
        .filter(({ ref }) => given.ref === undefined || ref === given.ref)
        .filter(({ id }) => given.pipeline_id === undefined || id === given.pipeline_id)
        .sort((a, b) => b.id - a.id);
      if (pipeline === undefined) {
        return refusal(404, '404 Pipeline for pipeline_id, sha and ref Not Found');
      }
      if (protectedRefs.has(pipeline.ref) && user.role !== 'maintainer') return forbidden;
      for (const field of ['description', 'target_url']) {
        const value = given[field];
        if (typeof value === 'string' && value.length > longestText) {
          return refusal(400, { [field]: ['is too long (maximum is 255 characters)'] });
        }
      }
      const key = JSON.stringify([pipeline.id, given.name, user.id]);
      if (given.state === 'running' && live.get(key) === 'running') {
        return refusal(400, 'Cannot transition status via :run from :running');
      }
      live.set(key, given.state);
      statuses.push({ sha, ...given });
      return { status: 201, body: {} };
    },
    rename(call, id) {
      const pipeline = pipelines.find((one) => one.id === id);
      if (pipeline === undefined) return refusal(404, '404 Not Found');
      const { name } = jsonOf(call);
      if (typeof name !== 'string' || name === '') return refusal(400, 'name is missing');
      if (name.length > longestText) return refusal(400, 'Failed to update pipeline');
      pipeline.name = name;
      return { status: 200, body: pipeline };
    },
  };
}
