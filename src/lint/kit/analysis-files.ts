/** Which files an analysis has: in a folder, or in a list of them. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../../base/safe-path.ts';

export type FileKind = 'file' | 'directory';

export interface AnalysisFiles {
  /**
   * What stands at `name`, relative to the analysis with `/` between folders; `undefined` when there is
   * nothing.
   */
  kindOf(name: string): Promise<FileKind | undefined>;
  /** What stands in the folder of `name`; nothing when there is no such folder. */
  namesBeside(name: string): Promise<readonly string[]>;
  /** Whether the folder `name` has a file in it, or in a folder in it. */
  holdsFile(name: string): Promise<boolean>;
}

/** The files below the folder `root`. */
export function folderFiles(root: string): AnalysisFiles {
  return {
    async kindOf(name) {
      const absolute = path.resolve(root, name);
      if (!isInside(root, absolute)) return undefined;
      const entry = await stat(absolute).catch(() => undefined);
      if (entry === undefined) return undefined;
      return entry.isDirectory() ? 'directory' : 'file';
    },
    async namesBeside(name) {
      const folder = path.dirname(path.resolve(root, name));
      return isInside(root, folder) ? readdir(folder).catch(() => []) : [];
    },
    async holdsFile(name) {
      const absolute = path.resolve(root, name);
      return isInside(root, absolute) && (await holdsFile(absolute));
    },
  };
}

/** The files that are listed, such as those that git keeps; what lies between is a folder. */
export function listedFiles(names: Iterable<string>): AnalysisFiles {
  const kinds = new Map<string, FileKind>([['.', 'directory']]);
  for (const name of names) {
    kinds.set(name, 'file');
    for (
      let folder = path.posix.dirname(name);
      folder !== '.';
      folder = path.posix.dirname(folder)
    ) {
      kinds.set(folder, 'directory');
    }
  }
  const kindOf = (name: string) => kinds.get(path.posix.join(name).replace(/\/$/, ''));
  return {
    kindOf: (name) => Promise.resolve(kindOf(name)),
    namesBeside: (name) => {
      const folder = path.posix.dirname(path.posix.join(name));
      const beside = [...kinds.keys()].filter((other) => path.posix.dirname(other) === folder);
      return Promise.resolve(beside.map((other) => path.posix.basename(other)));
    },
    // A folder is known by the files in it only.
    holdsFile: (name) => Promise.resolve(kindOf(name) === 'directory'),
  };
}

async function holdsFile(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some((entry) => entry.isFile())) return true;
  for (const entry of entries) {
    if (entry.isDirectory() && (await holdsFile(path.join(folder, entry.name)))) return true;
  }
  return false;
}
