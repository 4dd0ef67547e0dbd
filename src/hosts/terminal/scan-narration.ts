/** A scan as lines of a log: one per change of a point, none on the steps of its run. */
import { formatCount, formatDuration } from '../../base/format.ts';
import { isOnThisMachine } from '../../base/loopback.ts';
import { plainText } from '../../base/table.ts';
import { headlineOf } from '../../results/metrics/headline.ts';
import type { PointResult } from '../../results/scan/point-result.ts';
import type { RunEvent } from '../../run/event.ts';
import type { ScanBeginning } from '../../scan/scan-host.ts';
import { createNarrator } from './narration.ts';

export interface ScanLine {
  readonly text: string;
  readonly style?: 'good' | 'bad' | 'warning' | 'quiet';
  /** The end of a log, to be folded away where that is possible. */
  readonly tail?: readonly string[];
}

export interface ScanNarrator {
  begin(scan: ScanBeginning): ScanLine[];
  /** What happens at a point. */
  tell(point: string, event: RunEvent): ScanLine[];
  ended(result: PointResult): ScanLine[];
  warn(message: string): ScanLine[];
  /** How far the scan is, in a few words. */
  standing(): string;
}

interface LivePoint {
  readonly since: number;
  isRunning: boolean;
}

const labelWidth = 24;
/** Failed points whose logs are shown; those of the others are in their folders. */
const mostTails = 3;
/** Points look at their runs, with all retries, once a minute: this makes a line every five minutes at least. */
const heartbeatInterval = 3.5 * 60_000;

/** @param now milliseconds of a clock */
export function createScanNarrator(now: () => number): ScanNarrator {
  const narrateRun = createNarrator(now);
  const begun = now();
  const live = new Map<string, LivePoint>();
  const warned = new Set<string>();
  let points = 0;
  let done = 0;
  let tails = 0;
  let isEnding = false;
  let lastLine = begun;

  function lines(...told: ScanLine[]): ScanLine[] {
    if (told.length > 0) {
      lastLine = now();
      return told;
    }
    if (now() - lastLine < heartbeatInterval) return [];
    lastLine = now();
    return [{ text: `still: ${standing()}`, style: 'quiet' }];
  }

  function standing(): string {
    const running = [...live.values()].filter(({ isRunning }) => isRunning).length;
    const waiting = live.size - running;
    const parts = [
      `${done} of ${formatCount(points, 'point')} ended`,
      ...(running > 0 ? [`${running} running`] : []),
      ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ];
    return `${parts.join(', ')}, after ${formatDuration(now() - begun)}`;
  }

  /** What all points share is told once, wherever it comes up first. */
  function warn(message: string): ScanLine[] {
    const text = `warning: ${plainText(message)}`;
    if (warned.has(text)) return lines();
    warned.add(text);
    return lines({ text, style: 'warning' });
  }

  return {
    standing,
    begin(scan) {
      points = scan.points;
      done = scan.here;
      const here = scan.here === 0 ? '' : `, ${scan.here} of them here already`;
      return lines(
        { text: line('server', plainText(scan.server)) },
        {
          text: line(
            'scan',
            `${formatCount(points, 'point')}${here}, ${scan.concurrency} at a time`,
          ),
        },
      );
    },
    tell(point, event) {
      if (event.kind === 'warning') return warn(event.message);
      if (event.kind === 'log-tail') {
        tails += 1;
        if (tails > mostTails) return lines();
        const [, heading = '', ...tail] = narrateRun(event);
        return lines({ text: line(point, heading), tail });
      }
      if (event.kind === 'submitted') {
        live.set(point, { since: now(), isRunning: false });
        const where = isOnThisMachine(event.url) ? event.name : event.url;
        return lines({ text: line(point, `${originOf(event)}  ${plainText(where)}`) });
      }
      const known = live.get(point);
      if (event.kind !== 'status' || event.status !== 'running' || known?.isRunning !== false) {
        return lines();
      }
      known.isRunning = true;
      return lines({ text: line(point, 'running') });
    },
    ended(result) {
      done += 1;
      const since = live.get(result.point)?.since;
      live.delete(result.point);
      if (result.status === 'not-submitted' && since === undefined) {
        if (isEnding) return lines();
        isEnding = true;
        const why = plainText(result.error?.message ?? '');
        return lines({ text: `No further point is begun: ${why}`, style: 'warning' });
      }
      const time = since === undefined ? '' : ` after ${formatDuration(now() - since)}`;
      const words = [
        `${outcomeOf(result)}${time}`,
        `[${done}/${points}]`,
        headlineOf(result.metrics),
      ];
      const text = line(result.point, plainText(words.join('  ')));
      return lines({ text, style: result.exitCode === 0 ? 'good' : 'bad' });
    },
    warn,
  };
}

function line(label: string, text: string): string {
  return `${plainText(label).padEnd(labelWidth)}  ${text}`;
}

function originOf({ reattached, reused }: RunEvent & { kind: 'submitted' }): string {
  if (reused === true) return 'taken over from an equal job';
  return reattached ? 'taken up again' : 'submitted';
}

/** Without the name of the run, which says less than that of its point. */
function outcomeOf({ name = '', status, error }: PointResult): string {
  const message = error === undefined || error.code === 'interrupted' ? status : error.message;
  const words = message.startsWith(`${name} `) ? message.slice(name.length + 1) : message;
  return words.replace(/\.$/, '');
}
