/** What a job leaves for the job that will tell its people about the run: who they are, and no token. */
import * as v from 'valibot';
import type { JsonObject } from '../../base/json.ts';
import type { GitlabSettings } from './environment.ts';

const schema = v.object({
  project: v.object({ id: v.number(), path: v.string(), url: v.string() }),
  pipeline: v.object({ id: v.number(), url: v.string() }),
  job: v.object({ id: v.number(), name: v.string(), url: v.string() }),
  ref: v.string(),
  defaultBranch: v.string(),
  commit: v.object({ sha: v.string(), title: v.string() }),
  mergeRequest: v.exactOptional(
    v.object({
      iid: v.number(),
      projectId: v.number(),
      targetBranch: v.string(),
      isFromFork: v.boolean(),
    }),
  ),
  comments: v.boolean(),
});

/** Plain data that {@link settingsForLater} reads. */
export function notesForLater(settings: GitlabSettings): JsonObject {
  const { project, pipeline, job, ref, defaultBranch, commit, mergeRequest, comments } = settings;
  return {
    project: { ...project },
    pipeline: { ...pipeline },
    job: { ...job },
    ref,
    defaultBranch,
    commit: { ...commit },
    ...(mergeRequest === undefined ? {} : { mergeRequest: { ...mergeRequest } }),
    comments,
  };
}

/**
 * The settings of the job that made the run, with the tokens and the folder of the one that settles it.
 *
 * @param here of the job that settles
 * @returns `undefined` when the notes are of another project
 */
export function settingsForLater(
  notes: JsonObject,
  here: GitlabSettings,
): GitlabSettings | undefined {
  const result = v.safeParse(schema, notes);
  if (!result.success || result.output.project.id !== here.project.id) return undefined;
  const { comments, mergeRequest, ...there } = result.output;
  const { mergeRequest: _ours, ...rest } = here;
  return {
    ...rest,
    ...there,
    // Artifacts and their links are of the job that brings them.
    job: { ...here.job, name: there.job.name },
    comments: comments && here.comments,
    ...(mergeRequest === undefined ? {} : { mergeRequest }),
  };
}
