/** Which files an analysis has: in a folder, or in a list of them. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../../base/safe-path.ts';

export type FileKind = 'file' | 'directory';

export interface AnalysisFiles {
  /**
   * What stands at `name`, relative to the analysis with `/` between folders; `undefined` when there is
   * nothing.
   */
  kindOf(name: string): Promise<FileKind | undefined>;
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
  return {
    kindOf: (name) => Promise.resolve(kinds.get(path.posix.join(name).replace(/\/$/, ''))),
  };
}
