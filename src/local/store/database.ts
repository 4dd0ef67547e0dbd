/** The SQLite database behind the embedded REANA; one process holds it at a time. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { ReanaCiError } from '../../base/error.ts';

const schemaVersion = 1;

const schema = `
CREATE TABLE runs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  workspaceId TEXT NOT NULL,
  name TEXT NOT NULL,
  major INTEGER NOT NULL,
  minor INTEGER NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  specification TEXT NOT NULL,
  parameters TEXT NOT NULL,
  options TEXT NOT NULL,
  total INTEGER NOT NULL,
  created TEXT NOT NULL,
  startedAt TEXT,
  finishedAt TEXT,
  stoppedAt TEXT,
  UNIQUE (name, major, minor)
) STRICT;
CREATE TABLE jobs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  runId TEXT NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  image TEXT NOT NULL,
  command TEXT NOT NULL,
  backend TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  startedAt TEXT,
  finishedAt TEXT,
  milliseconds INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX jobsOfRun ON jobs (runId);
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  value BLOB NOT NULL
) STRICT;
`;

/**
 * Opens the database, making it when missing, and locks it until it is closed or the process ends.
 *
 * @throws ReanaCiError `usage` when another process holds it, or a newer version wrote it
 */
export function openDatabase(file: string): DatabaseSync {
  // Made by us first, since SQLite gives its side files the permissions of this one.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    lock(database, file);
    prepareSchema(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function lock(database: DatabaseSync, file: string): void {
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec('BEGIN EXCLUSIVE');
    database.exec('COMMIT');
  } catch (error) {
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    throw new ReanaCiError('usage', `another embedded REANA is using ${file}`, {
      hint: 'Stop it first, or give this one another state folder with --state.',
    });
  }
}

function prepareSchema(database: DatabaseSync, file: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version === schemaVersion) return;
  if (version !== 0) {
    throw new ReanaCiError('usage', `${file} was written by another version of this program`, {
      hint: 'Give another state folder with --state.',
    });
  }
  inTransaction(database, () => {
    database.exec(schema);
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
  });
}

/** Runs `work` in one transaction: all of it is stored, or nothing. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
