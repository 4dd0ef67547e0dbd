/** A token in a file that somebody else keeps fresh, read again when the file changes. */
import { readFile, stat } from 'node:fs/promises';
import { ReanaCiError } from '../base/error.ts';
import type { TokenSource } from '../reana/token-source.ts';

export interface FileTokens extends TokenSource {
  /** The token that was read last. */
  readonly latest: string;
}

/**
 * Reads the token of `file`.
 *
 * @param variable that names the file
 * @throws ReanaCiError `usage` when it cannot be read now; later, the token that was read last stays
 */
export async function openFileTokens(
  file: string,
  variable: string,
  hide: (secrets: Iterable<string>) => void,
): Promise<FileTokens> {
  let state = '';
  let token = '';
  async function read(): Promise<void> {
    const found = await stateOf(file);
    if (found === state) return;
    const text = (await readFile(file, 'utf8')).trim();
    state = found;
    // While it is written anew, a file may be empty.
    if (text === '') return;
    token = text;
    hide([token]);
  }

  try {
    await read();
  } catch (error) {
    throw new ReanaCiError('usage', `The file that ${variable} names cannot be read.`, {
      hint: `Check that ${variable} holds the path of a readable file.`,
      cause: error,
    });
  }
  async function current(): Promise<string> {
    await read().catch(() => undefined);
    return token;
  }
  return {
    get latest() {
      return token;
    },
    current,
    async replace(refused) {
      state = '';
      const other = await current();
      return other === refused ? undefined : other;
    },
    advice: `Write a valid token into the file that ${variable} names: it is read again when it changes.`,
  };
}

async function stateOf(file: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(file);
  return [ino, size, mtimeMs, ctimeMs].join(' ');
}
