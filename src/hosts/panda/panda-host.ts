/** A PanDA job: plain lines on stdout that the pilot does not stumble over, one every few minutes at least. */
import { formatDuration } from '../../base/format.ts';
import type { RunEvent } from '../../run/event.ts';
import type { Host, RunReport } from '../../run/host.ts';
import { createNarrator } from '../terminal/narration.ts';
import { logNameOf } from './job-files.ts';

export interface PandaHost extends Host {
  readonly name: 'panda';
  /** What the run reported at its end; `undefined` before, and when no run was begun. */
  reported(): RunReport | undefined;
  /** Ends the regular lines. */
  close(): void;
}

export interface PandaHostOptions {
  /** Takes what happens. */
  readonly progress: NodeJS.WritableStream;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

/** PanDA ends a job that has written nothing for two hours; people who watch one are less patient. */
const longestSilence = 4 * 60_000;
const lookInterval = 15_000;

/** Queues end a job after two days or more; the results have to be fetched and stored before that. */
const limits = { deadline: 44 * 3_600_000, outageTimeout: 2 * 3_600_000, farewell: 6000 };

export function createPandaHost({ progress, now }: PandaHostOptions): PandaHost {
  const narrate = createNarrator(now);
  const begun = now();
  let lastWord = begun;
  let phase = 'prepare';
  let reported: RunReport | undefined;

  function write(lines: readonly string[]): void {
    if (lines.length === 0) return;
    lastWord = now();
    progress.write(`${lines.join('\n')}\n`);
  }

  const timer = setInterval(() => {
    if (now() - lastWord < longestSilence) return;
    write([`${phase.padEnd(10)}  still, after ${formatDuration(now() - begun)}`]);
  }, lookInterval);
  timer.unref();

  return {
    name: 'panda',
    defaultRunName: (analysis) => `pchain_${analysis}`,
    resumes: true,
    limits,
    announce(event) {
      if (event.kind === 'phase') phase = event.phase;
      write(withoutLogs(event) ?? narrate(event));
    },
    report(report) {
      reported = report;
      return Promise.resolve();
    },
    reported: () => reported,
    close() {
      clearInterval(timer);
    },
  };
}

/** What steps print can hold words that make the pilot fail a job that has succeeded: it stays in files. */
function withoutLogs(event: RunEvent): string[] | undefined {
  if (event.kind !== 'log-tail') return undefined;
  return [`  log of ${event.step}: ${logNameOf('')}*`];
}
