/** The end of a log, read without reading the rest. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { unprintable } from '../base/printable.ts';
import { safeRelativePath } from '../base/safe-path.ts';

/** Bytes looked at; a line longer than that is cut. */
const window = 64 * 1024;
const longestLine = 500;

/**
 * The last `count` lines of a text file, without colours and other control characters.
 *
 * @param file relative to `directory`
 * @returns no line when there is no such file
 */
export async function readLogTail(
  directory: string,
  file: string,
  count: number,
): Promise<string[]> {
  const relative = safeRelativePath(file);
  if (relative === undefined) return [];
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    await using handle = await open(path.join(directory, relative), flags);
    const status = await handle.stat();
    if (!status.isFile()) return [];
    const start = Math.max(status.size - window, 0);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(window), 0, window, start);
    const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split(/\r?\n/);
    // The first line of a window in the middle is half a line.
    return (start === 0 || lines.length === 1 ? lines : lines.slice(1)).slice(-count).map(plain);
  } catch {
    return [];
  }
}

function plain(line: string): string {
  // A progress bar writes its line again and again; the last version is the one to see.
  const last = stripVTControlCharacters(line).split('\r').at(-1) ?? '';
  const clean = last.replace(unprintable, (found) => (found === '\t' ? found : ''));
  return clean.length > longestLine ? `${clean.slice(0, longestLine)}…` : clean;
}
