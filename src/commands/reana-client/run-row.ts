/** A run as a row of the tables of REANA's client. */
import type { WorkflowRun } from '../../reana/types.ts';
import type { Row } from './columns.ts';

/** Every cell of a run; what is not known is a dash. */
export function runRow({ id, name, status, created, progress }: WorkflowRun): Row {
  const at = name.indexOf('.');
  const { total, finished, startedAt, currentCommand } = progress;
  const endedAt = progress.finishedAt ?? progress.stoppedAt;
  return {
    name: at < 0 ? name : name.slice(0, at),
    run_number: at < 0 ? '-' : name.slice(at + 1),
    created,
    started: startedAt ?? '-',
    ended: endedAt ?? '-',
    status,
    progress: total === 0 ? '-/-' : `${finished}/${total}`,
    id,
    command: currentCommand ?? '-',
    duration: startedAt === undefined ? '-' : seconds(startedAt, endedAt),
  };
}

/** The server's clock shows UTC. */
function seconds(start: string, end: string | undefined): string {
  const until = end === undefined ? Date.now() : Date.parse(`${end}Z`);
  const duration = Math.round((until - Date.parse(`${start}Z`)) / 1000);
  return duration > 0 ? String(duration) : '-';
}
