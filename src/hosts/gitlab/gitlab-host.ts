/** A GitLab job: a log with sections, artifacts that GitLab reads, and a note on the merge request. */
import { hasEnded } from '../../reana/types.ts';
import path from 'node:path';
import { formatFinding } from '../../base/error.ts';
import { masked } from '../../base/masked.ts';
import type { Redact } from '../../base/redact.ts';
import { readLimits } from '../../results/limits.ts';
import { readMetrics } from '../../results/metrics/read-metrics.ts';
import { pageFile, writePage } from '../../results/page/write-page.ts';
import type { RunEvent } from '../../run/event.ts';
import type { Host, RunReport } from '../../run/host.ts';
import { summarise } from '../terminal/summary.ts';
import { createComparison, type FindNumbers } from './comparison.ts';
import type { GitlabSettings } from './environment.ts';
import { createJobLog } from './job-log.ts';
import { type JobRun, writeJobRun } from './job-state.ts';
import { createJobMarks } from './job-marks.ts';
import { createNoteKeeper } from './note-keeper.ts';
import { type Origin, readOrigin } from './origin.ts';
import { writeReportFiles } from './report-files.ts';
import { findResultsPlace } from './results-place.ts';
import { deploymentStatus, markWords } from './run-marks.ts';
import { gitlabRunName, parseGitlabRunName } from './run-name.ts';

export interface GitlabHostOptions {
  /** Takes what happens. */
  readonly progress: NodeJS.WritableStream;
  /** Takes the summary at the end. */
  readonly summary: NodeJS.WritableStream;
  /** Folder the command was given in; absolute, as are the next two. */
  readonly cwd: string;
  readonly analysis: string;
  readonly results: string;
  /** Of the run, where it is not made in this job; by default what the folder of the analysis holds. */
  readonly origin?: Origin;
  /** Where the numbers of a target branch are, by default among the artifacts of its pipelines. */
  readonly findNumbers?: FindNumbers;
  /** Runs of this job whose reports GitLab reads together; 1 by default. */
  readonly runs?: number;
  /** Masks secrets in what is written to files and sent to GitLab. */
  readonly redact: Redact;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

export function createGitlabHost(settings: GitlabSettings, options: GitlabHostOptions): Host {
  const { progress, now, cwd, results, redact, signal, findNumbers } = options;
  const log = createJobLog(progress, { colour: settings.colours, now });
  const memory = createMemory(cwd, settings.pipeline.id);
  const place = findResultsPlace(settings, results);
  const warn = (message: string) => {
    log.announce({ kind: 'warning', message });
  };
  const compare = createComparison(settings, {
    folder: place.folder,
    signal,
    ...(findNumbers === undefined ? {} : { findNumbers }),
  });
  const note = createNoteKeeper(settings, { place, results, redact, warn, signal, compare });
  const marks = createJobMarks(settings, { redact, signal });

  return {
    name: 'gitlab',
    defaultRunName: (analysis) => gitlabRunName(settings, analysis),
    qualifyRunName: (given) => gitlabRunName(settings, given),
    // A retried job has a new id and the same pipeline and name.
    resumes: true,
    reuse: {
      // On a branch, a pipeline is expected to run what it stands for.
      byDefault: settings.mergeRequest !== undefined,
      mayUse: (name) => parseGitlabRunName(name)?.projectId === settings.project.id,
    },
    announce(event) {
      memory.learn(event);
      log.announce(event);
      if (event.kind === 'submitted' && event.reused !== true) {
        note?.begin(event);
        marks?.begin();
      }
    },
    async report(report) {
      log.end();
      memory.conclude(report);
      const record = masked(report.record, redact);
      const outputs = path.join(results, 'outputs');
      const files = record.files.map((file) => file.path);
      const { specification } = report;
      const origin =
        options.origin ??
        (await readOrigin(specification?.root ?? options.analysis, specification, settings));
      const { metrics: declared, pictures, problems } = origin.settings;
      for (const problem of problems) warn(formatFinding(problem));
      const metrics =
        record.id === undefined || record.status !== 'finished'
          ? []
          : masked(await readMetrics(outputs, files, declared), redact);
      const content = {
        record,
        metrics,
        findings: masked([...(report.error?.findings ?? []), ...problems], redact),
        analysisFolder: origin.folder,
        isOneOfMany: options.origin !== undefined,
        runs: options.runs ?? 1,
      };
      await writeReportFiles(results, content, settings, place);
      const limits = files.length === 0 ? [] : await readLimits(outputs, files);
      const graph = record.id === undefined ? undefined : await origin.graph();
      await writePage(results, { record, metrics, limits, pictures, graph }, redact);
      const lines = summarise(report, limits, cwd);
      if (lines.length > 0) options.summary.write(`${lines.join('\n')}\n`);
      const mistakes = masked(report.error?.findings ?? [], redact);
      const plots = { directory: outputs, files: record.files, patterns: pictures };
      await Promise.all([
        marks?.finish({
          state: deploymentStatus(record),
          words: markWords(record, metrics, metrics.length === 0 ? undefined : await compare()),
          page: record.id === undefined ? settings.job.url : place.linkTo(pageFile),
        }),
        note?.finish({ record, metrics, pictures: plots, graph, findings: mistakes }),
      ]);
    },
  };
}

/** Keeps the file that `clean` reads. */
function createMemory(directory: string, pipeline: number) {
  let server = '';
  let run: JobRun | undefined;

  function note(next: JobRun): void {
    run = next;
    try {
      writeJobRun(directory, next);
    } catch {
      // Without the file a cancelled job stops its run itself; only the second chance is lost.
    }
  }

  return {
    learn(event: RunEvent) {
      if (event.kind === 'phase' && event.phase === 'preflight') server = event.server;
      if (event.kind !== 'submitted') return;
      // A run that another pipeline has made is not for this one to clean up.
      if (event.reused === true) return;
      note({ version: 1, server, id: event.id, name: event.name, pipeline, state: 'live' });
    },
    conclude({ record }: RunReport) {
      if (run === undefined) return;
      if (record.status !== 'not-submitted' && hasEnded(record.status)) {
        note({ ...run, state: 'ended' });
      } else if (record.error?.code === 'unreachable') note({ ...run, state: 'kept' });
    },
  };
}
