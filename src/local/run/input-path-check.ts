/** Which paths REANA accepts as a run's inputs. */
import path from 'node:path';
import { isBelow } from '../../specification/path-list.ts';

/** Absolute paths, paths that climb out, paths that are listed twice or lie in a listed folder. */
export function inputPathProblems(
  files: readonly string[],
  directories: readonly string[],
): string[] {
  const all = [...files, ...directories];
  const outside = all.filter(
    (name) => path.posix.isAbsolute(name) || name.split('/').includes('..'),
  );
  const empty = all.filter((name) => plain(name) === '.');
  return [
    ...empty.map(() => 'Input path cannot be empty'),
    ...outside.map(
      (name) => `Input path '${name}' must be relative and stay inside the workspace.`,
    ),
    ...duplicates(all, directories.map(plain)),
  ];
}

function duplicates(all: readonly string[], folders: readonly string[]): string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const name of all) {
    const twin = seen.get(plain(name)) ?? folders.find((folder) => isBelow(folder, plain(name)));
    if (twin !== undefined) {
      problems.push(
        `Duplicate input paths '${twin}' and '${name}' found. Please deduplicate inputs first.`,
      );
    }
    seen.set(plain(name), name);
  }
  return problems;
}

function plain(name: string): string {
  return path.posix.normalize(name).replace(/\/$/, '');
}
