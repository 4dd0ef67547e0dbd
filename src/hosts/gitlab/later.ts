/**
 * Notes of a job for the job that will tell its people about the run: who they are and what to show of the
 * run, and no token. The other job has another commit checked out, which may say something else.
 */
import * as v from 'valibot';
import type { Json, JsonObject } from '../../base/json.ts';
import { readWorkflowJson } from '../../results/graph/read-json.ts';
import { graphOf } from '../../results/graph/run-graph.ts';
import type { Leave } from '../../run/submit/submission.ts';
import {
  parseSettings,
  readSettingsText,
  settingsFile,
} from '../../specification/settings-file.ts';
import type { GitlabSettings } from './environment.ts';
import { folderOf, type Origin } from './origin.ts';

/** What {@link notesForLater} was told. */
export interface Later {
  /** Of the job that made the run, with the tokens and the folder of the one that settles it. */
  readonly settings: GitlabSettings;
  readonly origin: Origin;
}

/** Bytes of JSON: hundreds of metrics, thousands of stages. Quoted, both fit into a file of 2 MiB. */
const largestSettings = 100_000;
const largestGraph = 750_000;

/**
 * Plain data that {@link readLater} reads.
 *
 * @param specification rendered
 * @param warn is told what is too large to be taken along
 */
export async function notesForLater(
  settings: GitlabSettings,
  specification: Parameters<Leave['notes']>[0],
  warn: (message: string) => void,
): Promise<JsonObject> {
  const { project, pipeline, job, ref, defaultBranch, commit, statusPlace } = settings;
  const { part, isTag, mergeRequest, comments, namesPipeline, environment } = settings;
  const { root } = specification;
  return {
    project: { ...project },
    pipeline: { ...pipeline },
    job: { ...job },
    ref,
    defaultBranch,
    commit: { ...commit },
    statusPlace: { ...statusPlace },
    part,
    isTag,
    namesPipeline,
    ...(environment === undefined ? {} : { environment }),
    ...(mergeRequest === undefined ? {} : { mergeRequest: { ...mergeRequest } }),
    comments,
    folder: folderOf(root, settings),
    resultSettings: bounded(await readSettingsText(root), largestSettings, settingsFile),
    graph: bounded((await graphOf(specification)) ?? null, largestGraph, 'its graph'),
  };

  function bounded(value: unknown, largest: number, what: string): Json {
    const text = JSON.stringify(value);
    if (Buffer.byteLength(text) <= largest) return JSON.parse(text) as Json;
    warn(`What will be told of the run goes without ${what}, which is too large to be kept.`);
    return null;
  }
}

/**
 * @param here of the job that settles
 * @returns `undefined` when the notes are of another project, or none of ours
 */
export function readLater(notes: JsonObject, here: GitlabSettings): Later | undefined {
  const result = v.safeParse(schema, notes);
  if (!result.success || result.output.project.id !== here.project.id) return undefined;
  const { comments, mergeRequest, folder, resultSettings, graph, ...there } = result.output;
  const { mergeRequest: _ours, ...rest } = here;
  return {
    settings: {
      ...rest,
      ...there,
      // Artifacts and their links are of the job that brings them.
      job: { ...here.job, name: there.job.name },
      comments: comments && here.comments,
      ...(mergeRequest === undefined ? {} : { mergeRequest }),
    },
    origin: {
      folder,
      settings: parseSettings(resultSettings ?? ''),
      graph: () => Promise.resolve(readWorkflowJson(graph)),
    },
  };
}

const schema = v.object({
  project: v.object({ id: v.number(), path: v.string(), url: v.string() }),
  pipeline: v.object({ id: v.number(), url: v.string() }),
  job: v.object({ id: v.number(), name: v.string(), url: v.string() }),
  ref: v.string(),
  defaultBranch: v.string(),
  commit: v.object({ sha: v.string(), title: v.string() }),
  statusPlace: v.object({ sha: v.string(), pipeline: v.exactOptional(v.number()) }),
  part: v.string(),
  isTag: v.boolean(),
  namesPipeline: v.boolean(),
  environment: v.exactOptional(v.string()),
  mergeRequest: v.exactOptional(
    v.object({
      iid: v.number(),
      projectId: v.number(),
      targetBranch: v.string(),
      isFromFork: v.boolean(),
    }),
  ),
  comments: v.boolean(),
  folder: v.string(),
  resultSettings: v.nullable(v.string()),
  graph: v.unknown(),
});
