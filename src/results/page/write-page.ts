/** Gathers what the page of a run shows, and writes it beside `run.json`. */
import path from 'node:path';
import { replaceFile } from '../../base/replace-file.ts';
import { masked } from '../../base/masked.ts';
import type { Redact } from '../../base/redact.ts';
import type { WorkflowJson } from '../graph/json.ts';
import { progressFromRecord } from '../graph/progress.ts';
import { workflowFromJson } from '../graph/read-json.ts';
import type { LimitTable } from '../limits/limit-table.ts';
import { readLogTail } from '../log-tail.ts';
import { matchingFiles } from '../matching-files.ts';
import type { Metric } from '../metrics/metric.ts';
import type { FileRecord, RunRecord } from '../run-record.ts';
import { pageOf } from './page.ts';
import type { Tail } from './timeline.ts';

/** In the results folder. */
export const pageFile = 'report.html';

export interface PageSources {
  readonly record: RunRecord;
  readonly metrics: readonly Metric[];
  readonly limits: readonly LimitTable[];
  /** Absent where the workflow cannot be read. */
  readonly graph: WorkflowJson | undefined;
  /** Paths and globs of the outputs to show as pictures; empty takes every picture. */
  readonly pictures: readonly string[];
}

const mostTails = 20;
const longestTail = 40;
const mostPictures = 48;
const pictureName = /\.(png|svg|jpe?g|gif|webp)$/i;

/**
 * @param results absolute folder of the run's results
 * @param redact masks secrets that a log or a message may hold
 * @throws ReanaCiError `local-io` when the file cannot be written
 */
export async function writePage(
  results: string,
  { record, metrics, limits, graph, pictures }: PageSources,
  redact: Redact,
): Promise<void> {
  const page = pageOf({
    ...masked({ record, metrics, limits, tails: await readTails(record, results) }, redact),
    pictures: choosePictures(record.files, pictures),
    ...(graph === undefined ? {} : { graph: await draw(graph, record) }),
  });
  const bytes = Buffer.from(redact(page));
  await replaceFile(path.join(results, pageFile), (handle) => handle.writeFile(bytes), {
    size: bytes.length,
  });
}

async function readTails({ steps }: RunRecord, results: string): Promise<Tail[]> {
  const failed = steps.filter(({ status }) => status === 'failed').slice(0, mostTails);
  const tails: Tail[] = [];
  for (const step of failed) {
    const lines = step.log === undefined ? [] : await readLogTail(results, step.log, longestTail);
    tails.push({ step, lines });
  }
  return tails;
}

function choosePictures(files: readonly FileRecord[], patterns: readonly string[]): string[] {
  const chosen = patterns.length === 0 ? files : (matchingFiles(files, patterns) ?? []);
  return chosen
    .map((file) => file.path)
    .filter((file) => pictureName.test(file))
    .slice(0, mostPictures);
}

/** Graphviz, which this brings along, takes a moment to start. */
async function draw(graph: WorkflowJson, record: RunRecord): Promise<string> {
  const { workflowToSvg } = await import('../graph/svg.ts');
  const workflow = workflowFromJson(graph);
  return workflowToSvg(workflow, { statuses: progressFromRecord(workflow, record) });
}
