/** Which files of the workspace the specification's `outputs` mean. */
import { ReanaCiError } from '../base/error.ts';
import { createGlob } from '../base/glob.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import { createTimeBudget } from '../base/time-limit.ts';
import type { WorkspaceFile } from '../reana/types.ts';

/** `outputs` of the specification, relative to the workspace. */
export interface DeclaredOutputs {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

export interface SelectedOutputs {
  /** By path, each once. */
  readonly files: WorkspaceFile[];
  /** Declared outputs that no file of the workspace belongs to, as declared. */
  readonly missing: string[];
}

/** Milliseconds for one declared output among all files; a hundred thousand files take a tenth of it. */
const usualPatience = 10_000;
/** So many times that for all of them together. */
const allPatience = 3;

/** The globs REANA's servers know: `**` and dot files, no braces, no extended patterns. */
const globOptions = { dot: true, nobrace: true, noextglob: true, nonegate: true, posix: true };

/**
 * Selects the files that `outputs` declare: by name, by glob, or by the folder they lie in, at any depth.
 * A name in `outputs.files` may be a folder's, as it may for a download on REANA.
 *
 * @throws ReanaCiError `output-missing` for a glob that takes for ever to match, as one of many stars can
 */
export function expandOutputs(
  listing: readonly WorkspaceFile[],
  outputs: DeclaredOutputs,
  patience = usualPatience,
): SelectedOutputs {
  const selected = new Map<string, WorkspaceFile>();
  const missing: string[] = [];
  const within = createTimeBudget(allPatience * patience);
  for (const declared of [...outputs.files, ...outputs.directories]) {
    const matches = within(patience, () => {
      const belongs = createMatcher(declared);
      return listing.filter((file) => belongs(file.path));
    });
    if (matches === undefined) throw takesTooLong(declared);
    for (const file of matches) selected.set(file.path, file);
    if (matches.length === 0) missing.push(declared);
  }
  const files = [...selected.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, missing };
}

/** Most outputs are named without a glob, which is told in no time. */
const isPlainName = /^[\w./ ,:=%#~-]+$/;

function takesTooLong(declared: string): ReanaCiError {
  return new ReanaCiError('output-missing', `The output ${declared} takes too long to be found.`, {
    hint: 'Write it with fewer stars, or name the folder that holds the files.',
  });
}

/** Whether a path is `declared` itself, matches it, or lies in a folder that is or matches it. */
function createMatcher(declared: string): (file: string) => boolean {
  if (/^(\.\/*)+$/.test(declared)) return () => true;
  const name = safeRelativePath(declared);
  if (name === undefined) return () => false;
  if (isPlainName.test(name)) return (file) => file === name || file.startsWith(`${name}/`);
  const matches = createGlob(name, globOptions);
  return (file) => withFolders(file).some((candidate) => candidate === name || matches(candidate));
}

/** `a/b/c` gives `a/b/c`, `a/b` and `a`. */
function withFolders(file: string): string[] {
  const parts = file.split('/');
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('/'));
}
