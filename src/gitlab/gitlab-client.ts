/** The few calls to GitLab that a job makes; what comes back is checked here. */
import {
  Commits,
  JobArtifacts,
  MergeRequestNotes,
  ProjectMarkdownUploads,
  Users,
} from '@gitbeaker/rest';
import * as v from 'valibot';
import { delay } from '../base/delay.ts';
import { isReanaCiError, ReanaCiError } from '../base/error.ts';
import { createDispatcher, defaultBudget, type GitlabClientOptions, parse } from './connection.ts';
import { createRequesterFactory } from './requester.ts';

export type { GitlabClientOptions };

export interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number; readonly username: string };
}

export interface CommitStatus {
  readonly state: 'pending' | 'running' | 'success' | 'failed' | 'canceled';
  /** Tells the statuses of one commit apart. */
  readonly name: string;
  readonly description?: string;
  readonly targetUrl?: string;
  /** Without it the newest pipeline of the commit gets the status. No ref is sent: that of a pipeline is no branch. */
  readonly pipelineId?: number;
}

/** All methods throw ReanaCiError: what GitLab refuses, or `unreachable`. */
export interface GitlabClient {
  /**
   * Notes people and programs wrote, the oldest first.
   *
   * @param keep chooses among them while the pages come in
   */
  notes(project: number, mergeRequest: number, keep?: (note: Note) => boolean): Promise<Note[]>;
  note(project: number, mergeRequest: number, note: number): Promise<Note>;
  createNote(project: number, mergeRequest: number, body: string): Promise<Note>;
  editNote(project: number, mergeRequest: number, note: number, body: string): Promise<Note>;
  deleteNote(project: number, mergeRequest: number, note: number): Promise<void>;
  /** Whose token this is; a job token has no answer. */
  currentUser(): Promise<Note['author']>;
  setCommitStatus(project: number, sha: string, status: CommitStatus): Promise<void>;
  /**
   * A file among the artifacts of the latest successful pipeline of a branch or tag that has the job.
   *
   * @returns `undefined` when there is no such pipeline, job or file
   */
  artifact(
    project: number,
    place: { readonly ref: string; readonly job: string; readonly path: string },
  ): Promise<Buffer | undefined>;
  /** @returns Markdown that shows the file */
  uploadFile(project: number, name: string, content: Uint8Array): Promise<string>;
  close(): Promise<void>;
}

/** Pages of 100 notes of one merge request that are looked through. */
const mostPages = 1000;
/** Of each text of a commit status. */
const longestText = 255;

/** @throws ReanaCiError `usage` when `caFile` cannot be read */
export function createGitlabClient(options: GitlabClientOptions): GitlabClient {
  const { api, token } = options;
  const agent = createDispatcher(options);
  const settings = {
    host: api.replace(/\/api\/v4\/?$/, ''),
    // gitbeaker looks for the presence of these keys, not for their values.
    ...(token.kind === 'job' ? { jobToken: token.value } : { token: token.value }),
    // No timer of its own: it would keep the program from ending.
    queryTimeout: null,
    requesterFn: createRequesterFactory({
      dispatcher: agent,
      retryBudget: options.retryBudget ?? defaultBudget,
      delay: options.delay ?? delay,
      signal: options.signal ?? new AbortController().signal,
    }),
  };
  const notes = new MergeRequestNotes(settings);
  return {
    async notes(project, mergeRequest, keep = () => true) {
      const kept: Note[] = [];
      for (let page = 1; page <= mostPages; page += 1) {
        const found = await notes.all(project, mergeRequest, {
          sort: 'asc',
          orderBy: 'created_at',
          perPage: 100,
          page,
          maxPages: 1,
        });
        const all = parse(v.array(noteSchema), found);
        kept.push(...all.filter((note) => note.system !== true && keep(note)));
        if (all.length < 100) return kept;
      }
      throw new ReanaCiError('unreachable', 'The merge request has more than 100,000 notes.');
    },
    async note(project, mergeRequest, note) {
      return parse(noteSchema, await notes.show(project, mergeRequest, note));
    },
    async createNote(project, mergeRequest, body) {
      return parse(noteSchema, await notes.create(project, mergeRequest, body));
    },
    async editNote(project, mergeRequest, note, body) {
      return parse(noteSchema, await notes.edit(project, mergeRequest, note, { body }));
    },
    async deleteNote(project, mergeRequest, note) {
      await notes.remove(project, mergeRequest, note);
    },
    async currentUser() {
      return parse(userSchema, await new Users(settings).showCurrentUser());
    },
    async setCommitStatus(project, sha, { state, ...status }) {
      const { description, targetUrl, ...plain } = status;
      await new Commits(settings).editStatus(project, sha, state, {
        ...plain,
        ...(description === undefined ? {} : { description: description.slice(0, longestText) }),
        // Half an address leads nowhere.
        ...((targetUrl?.length ?? Infinity) > longestText ? {} : { targetUrl }),
      });
    },
    async artifact(project, { ref, job, path }) {
      try {
        const artifacts = new JobArtifacts(settings);
        // GitLab before 18.7 passes the last over, and looks at the very latest pipeline only.
        const place = { ref, job, artifactPath: path, searchRecentSuccessfulPipelines: true };
        const file = await artifacts.downloadArchive(project, place);
        return Buffer.from(await file.arrayBuffer());
      } catch (error) {
        if (isReanaCiError(error) && error.code === 'not-found') return undefined;
        throw error;
      }
    },
    async uploadFile(project, filename, content) {
      const uploads = new ProjectMarkdownUploads(settings);
      const file = { content: new Blob([new Uint8Array(content)]), filename };
      return parse(uploadSchema, await uploads.create(project, file)).markdown;
    },
    close: () => agent.close(),
  };
}

const userSchema = v.object({ id: v.number(), username: v.string() });
const noteSchema = v.object({
  id: v.number(),
  body: v.string(),
  system: v.exactOptional(v.boolean()),
  author: userSchema,
});
const uploadSchema = v.object({ markdown: v.string() });
