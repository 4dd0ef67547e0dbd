/** A person at a terminal, or a plain log: lines as things happen, a bar where it can be redrawn. */
import path from 'node:path';
import type { Redact } from '../../base/redact.ts';
import { graphOf } from '../../results/graph/run-graph.ts';
import { type LimitTable, readLimits } from '../../results/limits.ts';
import { readMetrics } from '../../results/metrics/read-metrics.ts';
import { writePage } from '../../results/page/write-page.ts';
import type { Host, RunReport } from '../../run/host.ts';
import { readSettings } from '../../specification/settings-file.ts';
import { createNarrator } from './narration.ts';
import { barAfter } from './status-bar.ts';
import { summarise } from './summary.ts';

export interface TerminalOptions {
  /** Takes what happens. */
  readonly progress: NodeJS.WritableStream;
  /** Takes the summary at the end. */
  readonly summary: NodeJS.WritableStream;
  /** Whether `progress` is a terminal somebody watches. */
  readonly interactive: boolean;
  /** Paths are shown relative to it. */
  readonly cwd: string;
  /** Whether a rerun goes on with the run of an earlier try. */
  readonly resumes: boolean;
  /** Masks secrets in what is written to files. */
  readonly redact: Redact;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

/** Nobody ends the program by force; a second Ctrl-C ends it at once. */
const limits = { farewell: 30_000 };

const clearLine = '\r\u001b[K';

export function createTerminalHost(options: TerminalOptions): Host {
  const { progress, interactive } = options;
  const narrate = createNarrator(options.now);
  let bar = '';

  /** Whole texts only: what is written is searched for secrets one write at a time. */
  function show(lines: readonly string[], nextBar: string): void {
    const erase = bar === '' ? '' : clearLine;
    const text = lines.map((line) => `${line}\n`).join('');
    if (erase === '' && text === '' && nextBar === '') return;
    progress.write(erase + text + nextBar);
    bar = nextBar;
  }

  return {
    name: 'terminal',
    defaultRunName: (analysis) => analysis,
    resumes: options.resumes,
    limits,
    announce(event) {
      show(narrate(event), interactive ? (barAfter(event) ?? bar) : '');
    },
    async report(report) {
      show([], '');
      const limits = await limitsOf(report);
      await writeReportPage(report, limits, options.redact);
      const lines = summarise(report, limits, options.cwd);
      if (lines.length > 0) options.summary.write(`${lines.join('\n')}\n`);
    },
  };
}

async function limitsOf({ record, results }: RunReport) {
  if (results === undefined || record.files.length === 0) return [];
  return readLimits(
    path.join(results, 'outputs'),
    record.files.map((file) => file.path),
  );
}

async function writeReportPage(
  { record, results, specification }: RunReport,
  limits: readonly LimitTable[],
  redact: Redact,
): Promise<void> {
  if (results === undefined || record.id === undefined) return;
  const root = specification?.root;
  const { metrics: declared, pictures } =
    root === undefined ? { metrics: [], pictures: [] } : await readSettings(root);
  const files = record.files.map((file) => file.path);
  const metrics =
    record.status === 'finished'
      ? await readMetrics(path.join(results, 'outputs'), files, declared)
      : [];
  const graph = specification && (await graphOf(specification));
  await writePage(results, { record, metrics, limits, pictures, graph }, redact);
}
