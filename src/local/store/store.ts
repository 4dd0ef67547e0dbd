/** All that the embedded REANA keeps in its database. */
import { openDatabase } from './database.ts';
import { createJobStore, type JobStore } from './jobs.ts';
import { createRunStore, type RunStore } from './runs.ts';
import { createSecretStore, type SecretStore } from './secrets.ts';

export interface Store {
  readonly runs: RunStore;
  readonly jobs: JobStore;
  readonly secrets: SecretStore;
  close(): void;
}

/** @throws ReanaCiError `usage` when another process holds the database */
export function openStore(file: string): Store {
  const database = openDatabase(file);
  return {
    runs: createRunStore(database),
    jobs: createJobStore(database),
    secrets: createSecretStore(database),
    close: () => {
      database.close();
    },
  };
}
