/** The user's secrets as a run's jobs meet them. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Secret } from '../../reana/types.ts';

export interface JobSecrets {
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the file secrets; missing when there are none. */
  readonly directory?: string;
}

/** Writes the file secrets to `directory`, for as long as the run lives. */
export async function laySecrets(
  secrets: readonly Secret[],
  directory: string,
): Promise<JobSecrets> {
  const environment = Object.fromEntries(
    secrets
      .filter(({ type }) => type === 'env')
      .map(({ name, value }) => [name, Buffer.from(value).toString('utf8')]),
  );
  const files = secrets.filter(({ type }) => type === 'file');
  if (files.length === 0) return { environment };
  // Grid tools refuse keys that others can read. Containers get a copy of their own.
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const { name, value } of files) {
    if (path.basename(name) !== name || name === '.' || name === '..') {
      throw new Error(`The secret ${JSON.stringify(name)} is not the name of a file.`);
    }
    await writeFile(path.join(directory, name), value, { mode: 0o600 });
  }
  return { environment, directory };
}

export async function removeSecrets(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
