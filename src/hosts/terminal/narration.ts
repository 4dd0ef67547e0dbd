/** The course of a run as lines of a log: one per change, none that repeats the one before. */
import { stripVTControlCharacters } from 'node:util';
import { formatBytes, formatCount, formatDuration, formatStepTime } from '../../base/format.ts';
import { isOnThisMachine } from '../../base/loopback.ts';
import { plainText } from '../../base/table.ts';
import type { RunEvent, PhaseEvent, Transfer } from '../../run/event.ts';

/** Gives the lines that tell an event; most events need one, some none. */
export type Narrate = (event: RunEvent) => string[];

const labelWidth = 10;

/** Milliseconds between two lines on a transfer that takes long. */
const transferInterval = 60_000;

/**
 * Makes a narrator for one run.
 *
 * @param now milliseconds of a clock
 */
export function createNarrator(now: () => number): Narrate {
  let lastStatus = '';
  let transferTold = now();

  function describeTransfer(label: string, transfer: Transfer): string[] {
    const isWhole = transfer.done === transfer.total;
    if (transfer.bytes === 0) transferTold = now();
    if (!isWhole && now() - transferTold < transferInterval) return [];
    transferTold = now();
    return [line(label, isWhole ? describeWhole(transfer) : describePart(transfer))];
  }

  return (event) => {
    switch (event.kind) {
      case 'phase':
        return describePhase(event);
      case 'submitted':
        return [
          line('run', event.name + describeOrigin(event)),
          ...(isOnThisMachine(event.url) ? [] : [line('', event.url)]),
        ];
      case 'upload':
        return describeTransfer('upload', event);
      case 'download':
        return describeTransfer('fetch', event);
      case 'status':
        if (event.status === lastStatus) return [];
        lastStatus = event.status;
        return [line(event.status, event.total === 0 ? '' : formatCount(event.total, 'job'))];
      case 'unchanged':
        return [];
      case 'heartbeat':
        return [line(event.status, `still, after ${formatDuration(event.milliseconds)}`)];
      case 'step-started':
        return [line('  started', event.step)];
      case 'step-ended':
        return [line(`  ${event.status}`, event.step + describeTime(event.milliseconds))];
      case 'log-tail':
        return describeTail(event.step, event.lines);
      case 'warning':
        return [`warning: ${plainText(event.message)}`];
    }
  };
}

function describeOrigin({ reattached, reused }: RunEvent & { kind: 'submitted' }): string {
  if (reused === true) return ' (made by an equal job, whose results are taken over)';
  return reattached ? ' (made by an earlier try)' : '';
}

function describePhase(event: PhaseEvent): string[] {
  if (event.phase === 'preflight') return [line('server', event.server)];
  const isTold = event.phase === 'secrets' && event.detail !== undefined;
  return isTold ? [line('secrets', event.detail)] : [];
}

function line(label: string, text: string): string {
  return `${label.padEnd(labelWidth)}  ${plainText(text)}`.trimEnd();
}

/** The embedded REANA has no web pages. */
function describeWhole({ total, totalBytes }: Transfer): string {
  return total === 0 ? 'nothing' : `${formatCount(total, 'file')}, ${formatBytes(totalBytes)}`;
}

function describePart({ done, total, bytes, totalBytes }: Transfer): string {
  return `${done} of ${formatCount(total, 'file')}, ${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
}

function describeTime(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : ` (${formatStepTime(milliseconds)})`;
}

function describeTail(step: string, lines: readonly string[]): string[] {
  const heading = `The last ${formatCount(lines.length, 'line')} of ${plainText(step)}:`;
  return ['', heading, ...lines.map((text) => `  | ${withoutColours(text)}`.trimEnd()), ''];
}

/** Programs colour what they print, also into a log. */
function withoutColours(text: string): string {
  return plainText(stripVTControlCharacters(text));
}
