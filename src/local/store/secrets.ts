/** The user's secrets; values leave the store only towards jobs. */
import type { DatabaseSync } from 'node:sqlite';
import type { Secret, SecretName } from '../../reana/types.ts';
import { inTransaction } from './database.ts';

/** A secret on its way in; without a value when that could not be read. */
export interface StoredSecret extends SecretName {
  readonly value?: Uint8Array;
}

export interface SecretStore {
  /** In the order of their first coming. */
  names(): SecretName[];
  all(): Secret[];
  has(name: string): boolean;
  /** Bytes of all values but those of `names`. */
  bytesWithout(names: readonly string[]): number;
  /** Stores all, in place of those with the same names. */
  put(secrets: readonly StoredSecret[]): void;
  /**
   * Removes all or, when one does not exist, none.
   *
   * @returns the names that do not exist
   */
  remove(names: readonly string[]): string[];
}

export function createSecretStore(database: DatabaseSync): SecretStore {
  const names = database.prepare('SELECT name, type FROM secrets ORDER BY rowid');
  const all = database.prepare('SELECT name, type, value FROM secrets ORDER BY rowid');
  const sizes = database.prepare('SELECT name, length(value) AS bytes FROM secrets');
  const has = database.prepare('SELECT 1 FROM secrets WHERE name = ?');
  const put = database.prepare(
    `INSERT INTO secrets (name, type, value) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET type = excluded.type, value = excluded.value`,
  );
  const remove = database.prepare('DELETE FROM secrets WHERE name = ?');
  return {
    names: () => names.all() as unknown as SecretName[],
    all: () => all.all() as unknown as Secret[],
    has: (name) => has.get(name) !== undefined,
    bytesWithout: (left) =>
      sizes
        .all()
        .filter(({ name }) => !left.includes(String(name)))
        .reduce((sum, { bytes }) => sum + Number(bytes), 0),
    put(secrets) {
      inTransaction(database, () => {
        for (const { name, type, value } of secrets) put.run(name, type, value ?? new Uint8Array());
      });
    },
    remove: (unwanted) =>
      inTransaction(database, () => {
        const missing = unwanted.filter((name) => !has.get(name));
        if (missing.length > 0) return missing;
        for (const name of unwanted) remove.run(name);
        return [];
      }),
  };
}
