/** Reading a text file that the user wrote. */
import { readFile, stat } from 'node:fs/promises';
import { ReanaCiError } from '../base/error.ts';

const largestFile = 2 * 1024 * 1024;

/**
 * Reads a text file whole; a byte order mark stays.
 *
 * @param shown path as the user knows it
 * @param missingHint what to do when there is no such file
 * @throws ReanaCiError `specification` when it is missing, not a file, too large, or not UTF-8
 */
export async function readText(
  absolute: string,
  shown: string,
  missingHint?: () => Promise<string>,
): Promise<string> {
  let content: Buffer;
  try {
    const entry = await stat(absolute);
    if (entry.isDirectory()) throw refused(`${shown} is a directory`, 'Give a file in it.');
    if (!entry.isFile()) throw refused(`${shown} is not a regular file`);
    if (entry.size > largestFile) throw refused(`${shown} is larger than 2 MiB`);
    content = await readFile(absolute);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(code)) {
      throw refused(`${shown} does not exist`, await missingHint?.());
    }
    if (['EACCES', 'EPERM'].includes(code)) {
      throw refused(`${shown} may not be read`, 'Check the permissions of the file.');
    }
    throw error;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw refused(`${shown} is not UTF-8 text`, 'Save the file with the encoding UTF-8.');
  }
}

function refused(message: string, hint?: string): ReanaCiError {
  return new ReanaCiError('specification', message, hint === undefined ? {} : { hint });
}
