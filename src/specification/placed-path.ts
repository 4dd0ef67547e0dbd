/** Paths in a specification, each with where it stands. */
import type { Json } from '../base/json.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import { addError, listAt, pathLabel, textAt, type Check } from '../document/check.ts';
import { isBelow } from './path-list.ts';
import type { NodePath } from '../document/source-document.ts';
import type { WorkflowLanguage } from './specification.ts';

/** A path in plain form, and where it stands. */
export interface PlacedPath {
  readonly path: string;
  readonly place: NodePath;
}

/** The paths in a list; what is none is noted. */
export function readPaths(check: Check, value: Json | undefined, place: NodePath): PlacedPath[] {
  return listAt(check, value, place).flatMap((item, index) => {
    const path = readPath(check, item, [...place, index]);
    return path === undefined ? [] : [{ path, place: [...place, index] }];
  });
}

/** A path in plain form; `undefined` when it leads out of the analysis, which is noted. */
export function readPath(
  check: Check,
  value: Json | undefined,
  path: NodePath,
  language?: WorkflowLanguage,
): string | undefined {
  const text = textAt(check, value, path);
  if (text === undefined) return undefined;
  // A CWL file may name the process inside of it: workflow.cwl#main.
  const bare = language === 'cwl' ? text.replace(/#.*$/, '') : text;
  const safe = safeRelativePath(bare);
  if (safe === undefined) {
    addError(
      check,
      'unsafe-path',
      path,
      `${pathLabel(path)}: ${JSON.stringify(text)} is not a path inside the analysis`,
      /^[./]*\.\/*$/.test(bare) && !bare.includes('..')
        ? 'REANA takes no . for the whole analysis: list the files and folders in it.'
        : 'Give it relative to the folder of the analysis, with / and without ..',
    );
  }
  return safe;
}

/** REANA refuses an input that is named twice, or that lies inside a listed directory. */
export function checkOverlaps(
  check: Check,
  directories: readonly PlacedPath[],
  files: readonly PlacedPath[],
): void {
  const seen = new Set<string>();
  for (const { path, place } of [...directories, ...files]) {
    const holder = directories.find((folder) => path !== folder.path && isBelow(folder.path, path));
    if (seen.has(path)) {
      addError(check, 'duplicate-input', place, `${path} is listed twice`, 'Remove one of them.');
    } else if (holder !== undefined) {
      const message = `${path} lies inside ${holder.path}, which is listed under inputs.directories`;
      addError(check, 'duplicate-input', place, message, 'Remove it here.');
    }
    seen.add(path);
  }
}
