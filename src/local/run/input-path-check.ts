/** The paths that REANA accepts as a run's inputs. */
import path from 'node:path';
import { isBelow } from '../../specification/path-list.ts';

/** Absolute paths, paths that climb out, paths that are listed twice or lie in a listed folder. */
export function inputPathProblems(
  files: readonly string[],
  directories: readonly string[],
): string[] {
  const all = [...files, ...directories];
  return [
    ...all.filter((name) => plain(name) === '.').map(() => 'Input path cannot be empty'),
    ...all.flatMap(outsideProblems),
    ...duplicates(all, directories.map(plain)),
  ];
}

function outsideProblems(name: string): string[] {
  if (path.posix.isAbsolute(name)) return [`Input path cannot be absolute: ${name}`];
  return name.split('/').includes('..') ? [`Input path cannot contain '..': ${name}`] : [];
}

function duplicates(all: readonly string[], folders: readonly string[]): string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const name of all) {
    const folder = folders.find((other) => isBelow(other, plain(name)));
    if (seen.has(plain(name))) problems.push(`Input path declared multiple times: ${name}`);
    else if (folder !== undefined) {
      problems.push(
        `Duplicate input paths '${folder}' and '${name}' found. Please deduplicate inputs first.`,
      );
    }
    seen.add(plain(name));
  }
  return problems;
}

function plain(name: string): string {
  return path.posix.normalize(name).replace(/\/$/, '');
}
