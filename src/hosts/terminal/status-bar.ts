/** The line at the bottom of a terminal that shows how far a run, or a transfer, is. */
import { formatBytes, formatDuration } from '../../base/format.ts';
import type { RunEvent, Standing, Transfer } from '../../run/event.ts';

const width = 24;

/** The bar after `event`: a new text, `''` for none, or `undefined` to leave it as it is. */
export function barAfter(event: RunEvent): string | undefined {
  switch (event.kind) {
    case 'upload':
      return event.done === event.total ? '' : transferBar('upload', event);
    case 'download':
      return event.done === event.total ? '' : transferBar('fetch', event);
    case 'status':
    case 'unchanged':
      return isLive(event) ? standingBar(event) : '';
    case 'phase':
    case 'submitted':
    case 'heartbeat':
    case 'step-started':
    case 'step-ended':
    case 'log-tail':
    case 'warning':
      return undefined;
  }
}

function standingBar({ status, done, total, milliseconds }: Standing): string {
  const jobs = total === 0 ? '' : ` ${done}/${total} jobs`;
  return `${bar(done, total)} ${status}${jobs}, ${formatDuration(milliseconds)}`;
}

function transferBar(label: string, { done, total, bytes, totalBytes }: Transfer): string {
  const share = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  return `${bar(bytes, totalBytes)} ${label} ${done}/${total} files, ${share}`;
}

function bar(part: number, whole: number): string {
  const filled = whole === 0 ? 0 : Math.min(Math.round((part / whole) * width), width);
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`;
}

function isLive({ status }: Standing): boolean {
  return status === 'queued' || status === 'pending' || status === 'running';
}
