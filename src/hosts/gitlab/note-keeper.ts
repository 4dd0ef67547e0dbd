/** The note's part in a job's life: there when the run starts, complete when it ends, never a reason to fail. */
import { delay } from '../../base/delay.ts';
import { isReanaCiError } from '../../base/error.ts';
import type { Redact } from '../../base/redact.ts';
import type { GitlabClient } from '../../gitlab/gitlab-client.ts';
import type { WorkflowJson } from '../../results/graph/json.ts';
import { drawRun } from '../../results/graph/run-graph.ts';
import { readLogTail } from '../../results/log-tail.ts';
import type { Metric } from '../../results/metrics/metric.ts';
import type { RunRecord } from '../../results/run-record.ts';
import type { MetricsFile } from '../../results/metrics/metrics-file.ts';
import { fetchNumbers } from './baseline.ts';
import { connectionOf } from './connection.ts';
import type { GitlabSettings, MergeRequest } from './environment.ts';
import { type Failure, noteBody, type NoteContent } from './note/note-body.ts';
import type { HistoryEntry } from './note/note-data.ts';
import { publishNote } from './note/publish-note.ts';
import { type Baseline, headlineOf } from './note/results-table.ts';
import { type OutcomeWords, outcomeWords, running } from './outcome-words.ts';
import { type PictureSource, uploadPictures } from './pictures.ts';
import type { ResultsPlace } from './results-place.ts';

export interface NoteKeeper {
  /** Writes that the run goes on; does not wait for it. */
  begin(run: { readonly name: string; readonly url: string }): void;
  /** Writes how the run went. Whatever goes wrong is a warning. */
  finish(shown: ShownResults): Promise<void>;
}

export interface ShownResults {
  /** Without secrets. */
  readonly record: RunRecord;
  readonly metrics: readonly Metric[];
  readonly pictures: PictureSource;
  /** Absent where the workflow cannot be read, or there was no run. */
  readonly graph: WorkflowJson | undefined;
}

/** Gives the numbers of a branch's latest run, `undefined` when there are none yet. */
export type FindNumbers = (branch: string) => Promise<MetricsFile | undefined>;

export interface NoteKeeperOptions {
  readonly place: ResultsPlace;
  /** Absolute folder. */
  readonly results: string;
  readonly redact: Redact;
  readonly warn: (message: string) => void;
  /** Aborted when the job is cancelled; the last word is written all the same, if that is quick. */
  readonly signal: AbortSignal;
  /** By default looks among the artifacts of the branch's pipelines. */
  readonly findNumbers?: FindNumbers;
}

const longestTail = 40;
const mostTails = 20;
/**
 * Milliseconds from the cancellation for the last word: GitLab gives a job 10 s, of which stopping the run
 * takes 3 s at most.
 */
const lastWord = 8500;
const retryBudget = 30_000;

/** @returns `undefined` where no note is wanted or possible */
export function createNoteKeeper(
  settings: GitlabSettings,
  options: NoteKeeperOptions,
): NoteKeeper | undefined {
  const { mergeRequest, writeToken, comments } = settings;
  if (mergeRequest === undefined || !comments) return undefined;
  if (writeToken === undefined) return withoutToken(options);
  const signal = signalWithLastWord(options.signal);
  const connection = {
    ...connectionOf(settings),
    retryBudget,
    signal,
  };
  let first: Promise<void> = Promise.resolve();

  async function publish(
    compose: (client: GitlabClient) => NoteContent | Promise<NoteContent>,
  ): Promise<void> {
    const { createGitlabClient } = await import('../../gitlab/gitlab-client.ts');
    const token = { kind: 'access' as const, value: writeToken ?? '' };
    const client = createGitlabClient({ ...connection, token });
    try {
      const content = await compose(client);
      await publishNote(
        placeOf(settings, mergeRequest),
        content.entry,
        (data) => options.redact(noteBody(content, data)),
        { client, delay, signal },
      );
    } finally {
      await client.close();
    }
  }

  async function baselineOf(target: MergeRequest): Promise<Baseline> {
    const branch = target.targetBranch;
    const file =
      options.findNumbers === undefined
        ? await fetchNumbers(settings, target, options.place.folder, connection)
        : await options.findNumbers(branch);
    return { branch, ...(file === undefined ? {} : { file }) };
  }

  return {
    begin(run) {
      const content = contentOf(settings, options.place, running, { run, metrics: [] });
      // What goes wrong now is told with the last word, which most likely meets the same.
      first = publish(() => content).catch(() => undefined);
    },
    async finish({ record, metrics, pictures, graph }) {
      await first;
      try {
        const baseline = metrics.length === 0 ? undefined : await baselineOf(mergeRequest);
        const content = contentOf(settings, options.place, outcomeWords(record), {
          record,
          metrics,
          failures: await readFailures(record, options.results),
          ...(baseline === undefined ? {} : { baseline }),
          ...(graph === undefined ? {} : { graph: drawRun(graph, record) }),
          ...(record.name === undefined || record.url === undefined
            ? {}
            : { run: { name: record.name, url: record.url } }),
        });
        await publish(async (client) => ({
          ...content,
          pictures: await showPictures(client, mergeRequest.projectId, pictures, options),
        }));
      } catch (error) {
        if (!isReanaCiError(error) && !signal.aborted) throw error;
        const reason = isReanaCiError(error)
          ? [error.message, error.hint ?? ''].join(' ')
          : 'the job was cancelled.';
        options.warn(`The note on the merge request could not be written: ${reason}`.trim());
      }
    },
  };
}

/** A plot that cannot be shown is among the artifacts all the same. */
async function showPictures(
  client: GitlabClient,
  project: number,
  source: PictureSource,
  { warn, signal }: NoteKeeperOptions,
): Promise<string[]> {
  try {
    return await uploadPictures(project, source, { client, warn, signal });
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    warn(`The note goes without plots: ${error.message}`);
    return [];
  }
}

function withoutToken({ warn }: NoteKeeperOptions): NoteKeeper {
  return {
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

function placeOf(settings: GitlabSettings, mergeRequest: MergeRequest | undefined) {
  return {
    project: mergeRequest?.projectId ?? settings.project.id,
    mergeRequest: mergeRequest?.iid ?? 0,
    job: settings.job.name,
  };
}

function contentOf(
  { job, commit, pipeline, project }: GitlabSettings,
  { linkTo }: ResultsPlace,
  { icon, words }: OutcomeWords,
  rest: Pick<NoteContent, 'metrics'> & Partial<NoteContent>,
): NoteContent {
  const entry: HistoryEntry = {
    pipeline: pipeline.id,
    pipelineUrl: pipeline.url,
    sha: commit.sha,
    icon,
    result: words,
    headline: headlineOf(rest.metrics),
    ...(rest.run === undefined ? {} : { runUrl: rest.run.url }),
  };
  return {
    job,
    commit: { ...commit, url: `${project.url}/-/commit/${commit.sha}` },
    entry,
    failures: [],
    linkTo,
    ...rest,
  };
}

async function readFailures(record: RunRecord, results: string): Promise<Failure[]> {
  const failed = record.steps.filter((step) => step.status === 'failed');
  const failures: Failure[] = [];
  for (const [index, step] of failed.entries()) {
    const isShown = index < mostTails && step.log !== undefined;
    const tail = isShown ? await readLogTail(results, step.log ?? '', longestTail) : [];
    failures.push({ step, tail });
  }
  return failures;
}

function signalWithLastWord(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    const timer = setTimeout(() => {
      controller.abort(signal.reason);
    }, lastWord);
    timer.unref();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return controller.signal;
}
