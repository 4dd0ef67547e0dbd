/** A person at a terminal, or a plain log: lines as things happen, a bar where it can be redrawn. */
import path from 'node:path';
import { readLimits } from '../../results/limits.ts';
import type { Host, RunReport } from '../../run/host.ts';
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
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

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
    announce(event) {
      show(narrate(event), interactive ? (barAfter(event) ?? bar) : '');
    },
    async report(report) {
      show([], '');
      const lines = summarise(report, await limitsOf(report), options.cwd);
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
