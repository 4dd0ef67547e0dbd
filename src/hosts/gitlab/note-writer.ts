/** Writing the note of a job with the right token, in time, and with a word where it cannot be written. */
import { delay } from '../../base/delay.ts';
import { isReanaCiError } from '../../base/error.ts';
import type { Redact } from '../../base/redact.ts';
import type { GitlabClient, GitlabClientOptions } from '../../gitlab/gitlab-client.ts';
import { connectionOf } from './connection.ts';
import type { GitlabSettings, MergeRequest } from './environment.ts';
import { jobTitle } from './job-title.ts';
import type { HistoryEntry, NoteData } from './note/note-data.ts';
import { signalWithLastWord } from './last-word.ts';
import type { OutcomeWords } from './outcome-words.ts';
import { publishNote } from './note/publish-note.ts';

export interface NoteWriter {
  readonly mergeRequest: MergeRequest;
  /** For what else has to be asked of this GitLab. */
  readonly connection: Omit<GitlabClientOptions, 'token'>;
  /** Writes the first word, and does not wait until it is written. */
  begin(note: ComposedNote): void;
  /**
   * Writes the last word. Whatever goes wrong is a warning.
   *
   * @param compose may ask GitLab with the token that writes
   */
  finish(compose: (client: GitlabClient) => Promise<ComposedNote>): Promise<void>;
}

export interface ComposedNote {
  readonly entry: HistoryEntry;
  /** The whole note around what it has to know of itself. */
  readonly body: (data: NoteData) => string;
}

/** What every note of a job tells. */
export interface NoteFrame {
  readonly job: { readonly name: string; readonly url: string };
  readonly commit: { readonly sha: string; readonly title: string; readonly url: string };
  /** This pipeline. */
  readonly entry: HistoryEntry;
}

export function frameOf(
  settings: GitlabSettings,
  { icon, words }: OutcomeWords,
  headline: string,
): NoteFrame {
  const { job, commit, pipeline, project } = settings;
  return {
    job: { name: jobTitle(settings), url: job.url },
    commit: { ...commit, url: `${project.url}/-/commit/${commit.sha}` },
    entry: {
      pipeline: pipeline.id,
      pipelineUrl: pipeline.url,
      sha: commit.sha,
      icon,
      result: words,
      headline,
    },
  };
}

export interface NoteWriterOptions {
  readonly redact: Redact;
  readonly warn: (message: string) => void;
  /** Aborted when the job is cancelled; the last word is written all the same, if that is quick. */
  readonly signal: AbortSignal;
  /** Leaves a merge request without a note as it is. */
  readonly onlyEdit?: boolean;
}

const retryBudget = 30_000;

/** @returns `undefined` where no note is wanted or possible */
export function createNoteWriter(
  settings: GitlabSettings,
  { redact, warn, signal: cancelled, onlyEdit = false }: NoteWriterOptions,
): NoteWriter | undefined {
  const { mergeRequest, writeToken, comments, noteKey } = settings;
  if (mergeRequest === undefined || !comments) return undefined;
  const signal = signalWithLastWord(cancelled);
  const connection = { ...connectionOf(settings), retryBudget, signal };
  if (writeToken === undefined) {
    return {
      mergeRequest,
      connection,
      begin: () => undefined,
      finish() {
        warn(
          'No note on the merge request: GITLAB_TOKEN is not set, or a protected variable that this ' +
            'pipeline does not see.',
        );
        return Promise.resolve();
      },
    };
  }
  const token = { kind: 'access' as const, value: writeToken };
  const place = {
    project: mergeRequest.projectId,
    mergeRequest: mergeRequest.iid,
    job: jobTitle(settings),
  };
  let first: Promise<void> = Promise.resolve();

  async function publish(
    compose: (client: GitlabClient) => ComposedNote | Promise<ComposedNote>,
  ): Promise<void> {
    const { createGitlabClient } = await import('../../gitlab/gitlab-client.ts');
    const client = createGitlabClient({ ...connection, token });
    try {
      const { entry, body } = await compose(client);
      const key = noteKey === undefined ? {} : { key: noteKey };
      const tools = { client, delay, signal, onlyEdit, ...key };
      await publishNote(place, entry, (data) => redact(body(data)), tools);
    } finally {
      await client.close();
    }
  }

  return {
    mergeRequest,
    connection,
    begin(note) {
      // What goes wrong now is told with the last word, which most likely meets the same.
      first = publish(() => note).catch(() => undefined);
    },
    async finish(compose) {
      await first;
      try {
        await publish(compose);
      } catch (error) {
        // The job is as good as its run, whatever becomes of the note.
        const reason = isReanaCiError(error)
          ? [error.message, error.hint ?? ''].join(' ')
          : signal.aborted
            ? 'the job was cancelled.'
            : `a bug of reana-ci (${error instanceof Error ? error.message : 'no reason'}).`;
        warn(`The note on the merge request could not be written: ${reason}`.trim());
      }
    },
  };
}
