/** The note in the life of a job: there when the run starts, complete when it ends, never a reason to fail. */
import { type Finding, isReanaCiError } from '../../base/error.ts';
import type { GitlabClient } from '../../gitlab/gitlab-client.ts';
import type { WorkflowJson } from '../../results/graph/json.ts';
import { drawRun } from '../../results/graph/run-graph.ts';
import { readLogTail } from '../../results/log-tail.ts';
import { headlineOf } from '../../results/metrics/headline.ts';
import type { Metric } from '../../results/metrics/metric.ts';
import type { RunRecord } from '../../results/run-record.ts';
import type { Compare } from './comparison.ts';
import type { GitlabSettings } from './environment.ts';
import { type Failure, noteBody, type NoteContent } from './note/note-body.ts';
import {
  type ComposedNote,
  createNoteWriter,
  frameOf,
  type NoteWriterOptions,
} from './note-writer.ts';
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
  /** Mistakes that kept the run from being submitted, without secrets. */
  readonly findings: readonly Finding[];
  /** Absent where the workflow cannot be read, or there was no run. */
  readonly graph: WorkflowJson | undefined;
}

export interface NoteKeeperOptions extends NoteWriterOptions {
  readonly place: ResultsPlace;
  /** Absolute folder. */
  readonly results: string;
  readonly compare: Compare;
}

const longestTail = 40;
const mostTails = 20;
/** @returns `undefined` where no note is wanted or possible */
export function createNoteKeeper(
  settings: GitlabSettings,
  options: NoteKeeperOptions,
): NoteKeeper | undefined {
  const writer = createNoteWriter(settings, options);
  if (writer === undefined) return undefined;
  const { mergeRequest } = writer;

  return {
    begin(run) {
      writer.begin(composed(contentOf(settings, options.place, running, { run, metrics: [] })));
    },
    async finish({ record, metrics, pictures, graph, findings }) {
      await writer.finish(async (client) => {
        const baseline = metrics.length === 0 ? undefined : await options.compare();
        return composed(
          contentOf(settings, options.place, outcomeWords(record), {
            record,
            metrics,
            findings,
            failures: await readFailures(record, options.results),
            ...(baseline === undefined ? {} : { baseline }),
            ...(graph === undefined ? {} : { graph: drawRun(graph, record) }),
            ...(record.name === undefined || record.url === undefined
              ? {}
              : { run: { name: record.name, url: record.url } }),
            pictures: await showPictures(client, mergeRequest.projectId, pictures, options),
          }),
        );
      });
    },
  };
}

function composed(content: NoteContent): ComposedNote {
  return { entry: content.entry, body: (data) => noteBody(content, data) };
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

function contentOf(
  settings: GitlabSettings,
  { linkTo }: ResultsPlace,
  words: OutcomeWords,
  rest: Pick<NoteContent, 'metrics'> & Partial<NoteContent>,
): NoteContent {
  const { entry, ...frame } = frameOf(settings, words, headlineOf(rest.metrics));
  const run = rest.run === undefined ? {} : { runUrl: rest.run.url };
  return { ...frame, entry: { ...entry, ...run }, failures: [], linkTo, ...rest };
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
