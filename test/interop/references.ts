/** Recorded answers of real engines and the API descriptions of real servers, kept beside the repository. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../shared');

/** The folder of the references, `undefined` where this checkout has none: suites then skip. */
export const references = existsSync(folder) ? folder : undefined;

/** A file or folder of the references; only to be used where {@link references} is defined. */
export function reference(...parts: string[]): string {
  return path.join(folder, ...parts);
}
