/** Reading small files among the outputs, which a run may have filled with anything. */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isInside, safeRelativePath } from '../base/safe-path.ts';

/** Bytes; a file of results to read numbers from is smaller. */
const largestFile = 4 * 1024 * 1024;

/**
 * Reads the text of a file of at most 4 MiB.
 *
 * @param file relative to `directory`
 * @returns `undefined` when it is larger, not there, no plain file, or a symbolic link leads to it
 */
export async function readOutput(directory: string, file: string): Promise<string | undefined> {
  return (await readOutputBytes(directory, file))?.toString('utf8');
}

/** The same for a file that is no text. */
export async function readOutputBytes(
  directory: string,
  file: string,
): Promise<Buffer | undefined> {
  const relative = safeRelativePath(file);
  if (relative === undefined) return undefined;
  try {
    const folder = await realpath(path.dirname(path.join(directory, relative)));
    if (!isInside(await realpath(directory), folder)) return undefined;
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    await using handle = await open(path.join(folder, path.basename(relative)), flags);
    const status = await handle.stat();
    if (!status.isFile() || status.size > largestFile) return undefined;
    return await handle.readFile();
  } catch {
    // What cannot be read holds nothing for us; that it is there is told elsewhere.
    return undefined;
  }
}

/**
 * Parses JSON as Python writes it: its `NaN` and `Infinity`, which JSON does not know, mean "no value".
 *
 * @returns `undefined` when `text` is no JSON
 */
export function parsePythonJson(text: string): unknown {
  const plain = text.replace(/([[,:]\s*)(?:NaN|-?Infinity)(?=\s*[\],}])/g, '$1null');
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}
