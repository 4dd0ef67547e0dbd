/** A scan on a terminal, or in a plain log. */
import { nameOfRun } from '../../scan/point.ts';
import type { ScanHost } from '../../scan/scan-host.ts';
import { createScanNarrator, type ScanLine } from './scan-narration.ts';

export interface TerminalScanOptions {
  /** Takes what happens. */
  readonly progress: NodeJS.WritableStream;
  /** Whether `progress` is a terminal somebody watches. */
  readonly interactive: boolean;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

const clearLine = '\r\u001b[K';

export function createTerminalScanHost(options: TerminalScanOptions): ScanHost {
  const { progress, interactive, now } = options;
  const narrator = createScanNarrator(now);
  let bar = '';

  /** Whole texts only: what is written is searched for secrets one write at a time. */
  function show(lines: readonly ScanLine[], nextBar: string): void {
    const erase = bar === '' ? '' : clearLine;
    const text = lines.map(textOf).join('');
    if (erase === '' && text === '' && nextBar === '') return;
    progress.write(erase + text + nextBar);
    bar = nextBar;
  }

  const standing = () => (interactive ? narrator.standing() : '');

  return {
    hostOf: (point) => ({
      name: 'terminal',
      defaultRunName: (analysis) => nameOfRun(analysis, point),
      qualifyRunName: (given) => nameOfRun(given, point),
      resumes: true,
      announce(event) {
        show(narrator.tell(point.name, event), standing());
      },
      report: () => Promise.resolve(),
    }),
    warn(message) {
      show(narrator.warn(message), bar);
    },
    begin(scan) {
      show(narrator.begin(scan), standing());
    },
    ended(result) {
      show(narrator.ended(result), standing());
    },
    report() {
      show([], '');
      return Promise.resolve();
    },
  };
}

function textOf({ text, tail = [] }: ScanLine): string {
  return [text, ...tail].map((line) => `${line}\n`).join('');
}
