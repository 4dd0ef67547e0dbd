/** Which files the patterns of an analysis choose. Its authors can write some that take for ever to match. */
import picomatch from 'picomatch';
import { withinTime } from '../base/time-limit.ts';
import type { FileRecord } from './run-record.ts';

/** Milliseconds. */
const patternTime = 2000;

/**
 * @param patterns paths and globs without a `globProblem`
 * @returns those that any of the patterns matches; `undefined` when it takes too long to tell
 */
export function matchingFiles(
  files: readonly FileRecord[],
  patterns: readonly string[],
): FileRecord[] | undefined {
  if (patterns.length === 0) return [];
  return withinTime(patternTime, () => {
    const isWanted = picomatch([...patterns]);
    return files.filter(({ path }) => isWanted(path));
  });
}
