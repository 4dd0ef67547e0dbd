/** The user's secrets; values leave the store only towards jobs. */
import type { DatabaseSync } from 'node:sqlite';
import type { Secret, SecretName } from '../../reana/types.ts';
import { inTransaction } from './database.ts';

export interface SecretStore {
  names(): SecretName[];
  all(): Secret[];
  /**
   * Stores all or, when one exists and `overwrite` is false, none.
   *
   * @returns the names that were in the way
   */
  add(secrets: readonly Secret[], overwrite: boolean): string[];
  /**
   * Removes all or, when one does not exist, none.
   *
   * @returns the names that do not exist
   */
  remove(names: readonly string[]): string[];
}

export function createSecretStore(database: DatabaseSync): SecretStore {
  const names = database.prepare('SELECT name, type FROM secrets ORDER BY name');
  const all = database.prepare('SELECT name, type, value FROM secrets ORDER BY name');
  const has = database.prepare('SELECT 1 FROM secrets WHERE name = ?');
  const put = database.prepare(
    'INSERT OR REPLACE INTO secrets (name, type, value) VALUES (?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM secrets WHERE name = ?');
  return {
    names: () => names.all() as unknown as SecretName[],
    all: () => all.all() as unknown as Secret[],
    add: (secrets, overwrite) =>
      inTransaction(database, () => {
        const present = secrets.map(({ name }) => name).filter((name) => has.get(name));
        if (present.length > 0 && !overwrite) return present;
        for (const { name, type, value } of secrets) put.run(name, type, value);
        return [];
      }),
    remove: (unwanted) =>
      inTransaction(database, () => {
        const missing = unwanted.filter((name) => !has.get(name));
        if (missing.length > 0) return missing;
        for (const name of unwanted) remove.run(name);
        return [];
      }),
  };
}
