/** Searching the runs. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { RunStatus } from '../../reana/types.ts';
import { isUuid } from './run-name.ts';
import { runColumns, type StoredRun } from './stored-run.ts';

export interface RunQuery {
  /** UUID, or the exact name without run number. */
  readonly idOrName?: string;
  /** Part of the name, in any case. */
  readonly search?: string;
  readonly status?: readonly RunStatus[];
  /** By time of creation; newest first unless told otherwise. */
  readonly sort?: 'asc' | 'desc';
  /** Counts from 1. */
  readonly page?: number;
  /** All runs when missing. */
  readonly size?: number;
}

export interface RunPage {
  readonly runs: StoredRun[];
  /** On all pages. */
  readonly total: number;
}

export function listRuns(database: DatabaseSync, query: RunQuery): RunPage {
  const { where, values } = conditions(query);
  const count = database.prepare(`SELECT count(*) AS total FROM runs ${where}`).get(...values);
  const order = query.sort === 'asc' ? 'ASC' : 'DESC';
  const size = query.size ?? -1;
  const offset = query.size === undefined ? 0 : ((query.page ?? 1) - 1) * query.size;
  const runs = database
    .prepare(`SELECT ${runColumns} FROM runs ${where} ORDER BY sequence ${order} LIMIT ? OFFSET ?`)
    .all(...values, size, offset);
  return { runs: runs as unknown as StoredRun[], total: Number(count?.total) };
}

function conditions(query: RunQuery): { where: string; values: SQLInputValue[] } {
  const parts: string[] = [];
  const values: SQLInputValue[] = [];
  if (query.idOrName !== undefined) {
    parts.push(isUuid(query.idOrName) ? 'id = ?' : 'name = ?');
    values.push(query.idOrName);
  }
  if (query.search !== undefined) {
    parts.push('instr(lower(name), lower(?)) > 0');
    values.push(query.search);
  }
  if (query.status !== undefined && query.status.length > 0) {
    parts.push(`status IN (${query.status.map(() => '?').join(', ')})`);
    values.push(...query.status);
  }
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}
