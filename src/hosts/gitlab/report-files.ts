/** The files of the results folder that GitLab reads; the component names them in `artifacts:reports`. */
import path from 'node:path';
import type { Finding } from '../../base/error.ts';
import { makeFolder, replaceFile } from '../../base/replace-file.ts';
import { findingsAsGitlab } from '../../results/findings/gitlab.ts';
import { readLogTail } from '../../results/log-tail.ts';
import type { Metric } from '../../results/metrics/metric.ts';
import { metricsFileName, writeMetricsFile } from '../../results/metrics/metrics-file.ts';
import { pageFile } from '../../results/page/write-page.ts';
import { createAnnotations, type Link } from '../../results/reports/annotations.ts';
import { createDotenv } from '../../results/reports/dotenv.ts';
import { createJUnit } from '../../results/reports/junit.ts';
import { createOpenMetrics } from '../../results/reports/open-metrics.ts';
import { hasLogs, type RunRecord, type StepRecord } from '../../results/run-record.ts';
import type { GitlabSettings } from './environment.ts';
import type { ResultsPlace } from './results-place.ts';

export interface ReportContent {
  /** Without secrets. */
  readonly record: RunRecord;
  readonly metrics: readonly Metric[];
  readonly findings: readonly Finding[];
  /** Of the analysis, relative to the repository; empty for the repository itself. */
  readonly analysisFolder: string;
  /** Whether the job tells about runs of other pipelines, and so maybe about several. */
  readonly isOneOfMany: boolean;
  /** Runs whose reports GitLab reads together. */
  readonly runs?: number;
}

const tailLength = 100;
/** Failed steps whose logs are quoted; the others have a link. */
const mostTails = 500;
const mostFindings = 1000;

/**
 * Writes `junit.xml`, `annotations.json`, `reana.env`, `codequality.json`, `metrics.txt` and `metrics.json`.
 *
 * @param results absolute folder
 * @throws ReanaCiError `local-io` when a file cannot be written
 */
export async function writeReportFiles(
  results: string,
  content: ReportContent,
  settings: GitlabSettings,
  place: ResultsPlace,
): Promise<void> {
  const { record, metrics, isOneOfMany, runs = 1 } = content;
  // GitLab keeps one test case of a class and name.
  const pipeline = isOneOfMany ? `, pipeline ${settings.pipeline.id}` : '';
  const tails = await readTails(results, record.steps);
  const files: Readonly<Record<string, string>> = {
    'junit.xml': createJUnit(record, {
      suite: `${path.basename(record.analysis)}: ${settings.job.name}${pipeline}`,
      logTail: (step) => tails.get(step) ?? [],
      linkTo: place.linkTo,
      runs,
    }),
    'annotations.json': createAnnotations(linksOf(content, place)),
    'reana.env': createDotenv(record, place.folder, settings.job.name),
    'codequality.json': findingsAsGitlab([qualityReport(content)]),
    'metrics.txt': createOpenMetrics(record, metrics),
    [metricsFileName]: writeMetricsFile({
      version: 1,
      source: settings.commit.sha.slice(0, 8),
      url: settings.job.url,
      ...(settings.part === '' ? {} : { analysis: settings.part }),
      metrics,
    }),
  };
  await makeFolder(results, '');
  for (const [name, text] of Object.entries(files)) {
    await replaceFile(path.join(results, name), (handle) => handle.writeFile(text), {
      size: Buffer.byteLength(text),
    });
  }
}

async function readTails(
  results: string,
  steps: readonly StepRecord[],
): Promise<ReadonlyMap<StepRecord, readonly string[]>> {
  const tails = new Map<StepRecord, readonly string[]>();
  for (const step of steps) {
    if (step.status !== 'failed' || step.log === undefined || tails.size >= mostTails) continue;
    tails.set(step, await readLogTail(results, step.log, tailLength));
  }
  return tails;
}

function linksOf({ record, isOneOfMany }: ReportContent, { linkTo }: ResultsPlace): Link[] {
  const { id, name, url, files } = record;
  if (id === undefined) return [];
  const of = isOneOfMany ? ` of ${name ?? id}` : '';
  const run = url === undefined ? [] : [{ label: `Run ${name ?? id} on REANA`, url }];
  const outputs = files.length === 0 ? [] : [{ label: `Outputs${of}`, url: linkTo('outputs/') }];
  const logs = hasLogs(record) ? [{ label: `Logs of the steps${of}`, url: linkTo('logs/') }] : [];
  return [...run, { label: `Page of the run${of}`, url: linkTo(pageFile) }, ...outputs, ...logs];
}

/** Only what stands in a file can be shown at its line. */
function qualityReport({ record, findings, analysisFolder }: ReportContent) {
  const place = (file: string) => path.posix.join(analysisFolder, file);
  return {
    file: place(record.specification),
    findings: findings
      .slice(0, mostFindings)
      .flatMap((finding) =>
        finding.file === undefined ? [] : [{ ...finding, file: place(finding.file) }],
      ),
  };
}
