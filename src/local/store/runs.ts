/** Workflow runs as rows. */
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type JsonObject, parseJson } from '../../base/json.ts';
import type { RunStatus, WorkflowType } from '../../reana/types.ts';
import { serverTime } from '../../base/server-time.ts';
import { inTransaction } from './database.ts';
import { listRuns, type RunPage, type RunQuery } from './list-runs.ts';
import { isUuid, parseRunName } from './run-name.ts';
import { runColumns, type StoredRun } from './stored-run.ts';

/** The larger part of a run, read only when needed. */
export interface RunDocument {
  readonly specification: JsonObject;
  /** Given at start. */
  readonly parameters: JsonObject;
  readonly options: JsonObject;
}

export interface RunStore {
  /** Gives the next run number of `name`. */
  insert(run: { name: string; type: WorkflowType; specification: JsonObject }): StoredRun;
  /** Gives the next minor number of the run's series. */
  insertRestart(of: StoredRun, type: WorkflowType, specification: JsonObject): StoredRun;
  /** @param idOrName UUID, `name` (its latest run), `name.N` or `name.N.M` */
  find(idOrName: string): StoredRun | undefined;
  document(id: string): RunDocument;
  list(query: RunQuery): RunPage;
  withStatus(statuses: readonly RunStatus[]): StoredRun[];
  ofName(name: string): StoredRun[];
  setStartRequest(id: string, parameters: JsonObject, options: JsonObject): void;
  setTotal(id: string, jobs: number): void;
  /** Changes the status if it is one of `from`; tells whether it was. Sets the time that goes with it. */
  transition(id: string, from: readonly RunStatus[], to: RunStatus): boolean;
}

export function createRunStore(database: DatabaseSync): RunStore {
  const select = `SELECT ${runColumns} FROM runs`;
  const byId = database.prepare(`${select} WHERE id = ?`);
  const latest = database.prepare(
    `${select} WHERE name = ? ORDER BY major DESC, minor DESC LIMIT 1`,
  );
  const numbered = database.prepare(`${select} WHERE name = ? AND major = ? AND minor = ?`);
  const ofName = database.prepare(`${select} WHERE name = ? ORDER BY sequence`);
  const insert = database.prepare(
    `INSERT INTO runs (id, workspaceId, name, major, minor, type, status, specification, parameters,
      options, total, created) VALUES (?, ?, ?, ?, ?, ?, 'created', ?, '{}', '{}', 0, ?)`,
  );
  const nextMajor = database.prepare(
    'SELECT coalesce(max(major), 0) + 1 AS number FROM runs WHERE name = ?',
  );
  const nextMinor = database.prepare(
    'SELECT max(minor) + 1 AS number FROM runs WHERE name = ? AND major = ?',
  );
  const document = database.prepare(
    'SELECT specification, parameters, options FROM runs WHERE id = ?',
  );
  const setStart = database.prepare('UPDATE runs SET parameters = ?, options = ? WHERE id = ?');
  const setTotal = database.prepare('UPDATE runs SET total = ? WHERE id = ?');

  function add(
    run: Pick<StoredRun, 'name' | 'major' | 'minor' | 'type'>,
    specification: JsonObject,
    workspaceId?: string,
  ): StoredRun {
    const id = randomUUID();
    const text = JSON.stringify(specification);
    const workspace = workspaceId ?? id;
    insert.run(id, workspace, run.name, run.major, run.minor, run.type, text, serverTime());
    return byId.get(id) as unknown as StoredRun;
  }

  return {
    insert: ({ name, type, specification }) =>
      inTransaction(database, () => {
        const major = Number(nextMajor.get(name)?.number);
        return add({ name, major, minor: 0, type }, specification);
      }),
    insertRestart: ({ name, major, workspaceId }, type, specification) =>
      inTransaction(database, () => {
        const minor = Number(nextMinor.get(name, major)?.number);
        return add({ name, major, minor, type }, specification, workspaceId);
      }),
    find(idOrName) {
      if (isUuid(idOrName)) return byId.get(idOrName) as StoredRun | undefined;
      const parsed = parseRunName(idOrName);
      if (parsed === undefined) return undefined;
      const { name, number } = parsed;
      const row =
        number === undefined ? latest.get(name) : numbered.get(name, number.major, number.minor);
      return row as StoredRun | undefined;
    },
    document(id) {
      const row = document.get(id) ?? {};
      return {
        specification: parseJson(String(row.specification)) as JsonObject,
        parameters: parseJson(String(row.parameters)) as JsonObject,
        options: parseJson(String(row.options)) as JsonObject,
      };
    },
    list: (query) => listRuns(database, query),
    withStatus: (statuses) => listRuns(database, { status: statuses, sort: 'asc' }).runs,
    ofName: (name) => ofName.all(name) as unknown as StoredRun[],
    setStartRequest(id, parameters, options) {
      setStart.run(JSON.stringify(parameters), JSON.stringify(options), id);
    },
    setTotal(id, jobs) {
      setTotal.run(jobs, id);
    },
    transition: (id, from, to) => transition(database, id, from, to),
  };
}

function transition(
  database: DatabaseSync,
  id: string,
  from: readonly RunStatus[],
  to: RunStatus,
): boolean {
  const now = serverTime();
  const places = from.map(() => '?').join(', ');
  const time = timeColumn(to);
  const change =
    time === undefined
      ? database.prepare(`UPDATE runs SET status = ? WHERE id = ? AND status IN (${places})`)
      : database.prepare(
          `UPDATE runs SET status = ?, ${time} = '${now}' WHERE id = ? AND status IN (${places})`,
        );
  return Number(change.run(to, id, ...from).changes) === 1;
}

function timeColumn(status: RunStatus): 'startedAt' | 'finishedAt' | 'stoppedAt' | undefined {
  if (status === 'running') return 'startedAt';
  if (status === 'finished' || status === 'failed') return 'finishedAt';
  return status === 'stopped' ? 'stoppedAt' : undefined;
}
