/** Reading a text file that a user, or a stranger, wrote. */
import type { FileHandle } from 'node:fs/promises';
import { ReanaCiError } from '../base/error.ts';
import {
  describeRefusal,
  NotOpened,
  openBelow,
  openNamed,
  readAtMost,
  type Refusal,
} from '../base/open-below.ts';

const largestFile = 2 * 1024 * 1024;

/** What to do when there is no such file. */
export type MissingHint = () => Promise<string>;

/**
 * Reads a text file of an analysis whole; a byte order mark stays.
 *
 * @param root absolute folder of the analysis; nothing outside of it is read, and no symbolic link followed
 * @param file relative to `root`, as the user knows it
 * @throws ReanaCiError `specification` when it is missing, not a file, too large, or not UTF-8
 */
export async function readText(
  root: string,
  file: string,
  missingHint?: MissingHint,
): Promise<string> {
  return readOpened(() => openBelow(root, file), file, missingHint);
}

/**
 * Reads a text file that the user names on the command line, which may lie anywhere; otherwise like
 * {@link readText}.
 *
 * @param file absolute, or relative to `folder`
 * @param shown path as the user knows it
 */
export async function readNamedText(
  folder: string,
  file: string,
  shown: string,
  missingHint?: MissingHint,
): Promise<string> {
  return readOpened(() => openNamed(folder, file), shown, missingHint);
}

async function readOpened(
  open: () => Promise<FileHandle>,
  shown: string,
  missingHint?: MissingHint,
): Promise<string> {
  let content: Buffer | undefined;
  try {
    await using handle = await open();
    content = await readAtMost(handle, largestFile);
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    throw refused(
      `${shown} ${describeRefusal(error.refusal)}`,
      error.refusal === 'missing' ? await missingHint?.() : hints[error.refusal],
    );
  }
  if (content === undefined) throw refused(`${shown} is larger than 2 MiB`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw refused(`${shown} is not UTF-8 text`, 'Save the file with the encoding UTF-8.');
  }
}

const hints: Readonly<Partial<Record<Refusal, string>>> = {
  directory: 'Give a file in it.',
  denied: 'Check the permissions of the file.',
  link: 'Put the file itself in the place of the link.',
  outside: 'Put the file into the folder of the analysis.',
};

function refused(message: string, hint?: string): ReanaCiError {
  return new ReanaCiError('specification', message, hint === undefined ? {} : { hint });
}
