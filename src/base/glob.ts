/** Globs that others have written: none of them is a bug of ours. */
import picomatch, { type PicomatchOptions } from 'picomatch';
import { withinTime } from './time-limit.ts';

/** Characters: the longest path that a file has. */
const longestGlob = 4096;
/** Milliseconds; a sensible glob takes less than one. */
const readingTime = 250;

/** Makes a function that tells whether a path matches; a glob that cannot be read matches nothing. */
export function createGlob(glob: string, options: PicomatchOptions): (path: string) => boolean {
  if (glob === '' || glob.length > longestGlob) return () => false;
  try {
    return picomatch(glob, options);
  } catch {
    return () => false;
  }
}

/** A wrong glob, in quotes and not longer than a line of a message. */
export function shownGlob(glob: string): string {
  return JSON.stringify(glob.slice(0, 60));
}

/** What is wrong with the name or glob of an output, such as "is empty"; `undefined` for a right one. */
export function outputProblem(glob: string): string | undefined {
  if (glob.trim() === '') return 'is empty';
  if (glob.length > longestGlob) return `is longer than ${longestGlob} characters, as no path is`;
  const isFolder = /^[./]+$/.test(glob);
  return isFolder || /[\p{L}\p{N}*?]/u.test(glob) ? undefined : 'names no file';
}

/** What is wrong with a glob that is to choose files; `undefined` for a right one. */
export function globProblem(glob: string): string | undefined {
  const problem = outputProblem(glob);
  if (problem !== undefined) return problem;
  try {
    // Without "debug", what cannot be read matches nothing, in silence.
    const expression = withinTime(readingTime, () => picomatch.makeRe(glob, { debug: true }));
    return expression === undefined ? 'takes too long to be read' : undefined;
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : 'no reason'}`;
  }
}
