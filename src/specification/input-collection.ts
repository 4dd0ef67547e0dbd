/** Files of an analysis that are to be uploaded, as they are found on disk. */
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Finding, RuleId } from '../base/error.ts';
import { forEachLimited } from '../base/limit.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import type { NodePath } from '../document/source-document.ts';
import type { Specification } from './specification.ts';

/** Files of one kind of mistake that are told. */
const mostAlike = 100;

/** A file to upload. */
export interface InputFile {
  /** Where it belongs in the workspace: relative to the analysis, `/` between folders. */
  readonly path: string;
  /** Absolute path on this machine. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
}

/** What has been found so far, and what is wrong with it. */
export interface InputCollection {
  readonly specification: Specification;
  readonly rules: IgnoreRules;
  readonly files: Map<string, InputFile>;
  readonly findings: Finding[];
}

/** Adds a file that is listed at `place`. */
export async function addListedFile(
  collection: InputCollection,
  file: string,
  place: NodePath,
): Promise<void> {
  const { root } = collection.specification;
  if (await skipLink(collection, file, place)) return;
  const entry = await statOf(path.join(root, file));
  if (entry === undefined) {
    report(collection, 'error', 'missing-input', place, {
      message: `${file} does not exist`,
      hint: /[*?[]/.test(file)
        ? 'Patterns are not expanded here: list the folder under inputs.directories.'
        : 'Paths are relative to the folder of the analysis; is the file in the repository?',
    });
  } else if (entry.isDirectory()) {
    report(collection, 'error', 'directory-as-file', place, {
      message: `${file} is a directory`,
      hint: 'List it under inputs.directories.',
    });
  } else addFile(collection, file, entry, place);
}

/** Adds everything below a folder that is listed at `place`, but for what ignore files leave out. */
export async function addListedDirectory(
  collection: InputCollection,
  directory: string,
  place: NodePath,
): Promise<void> {
  if (await skipLink(collection, directory, place)) return;
  const entry = await statOf(path.join(collection.specification.root, directory));
  if (entry?.isDirectory() === true) await walk(collection, directory, place);
  else if (entry === undefined) {
    // reana-client goes on without it, too: the analysis may come to make it itself.
    report(collection, 'warning', 'missing-input', place, {
      message: `${directory} does not exist`,
      hint: 'The run gets nothing from it.',
    });
  } else {
    report(collection, 'error', 'file-as-directory', place, {
      message: `${directory} is not a directory`,
      hint: 'List it under inputs.files.',
    });
  }
}

async function walk(
  collection: InputCollection,
  directory: string,
  place: NodePath,
): Promise<void> {
  const { root } = collection.specification;
  const entries = await entriesOf(path.join(root, directory));
  if (entries === undefined) {
    report(collection, 'error', 'unreadable', place, { message: `${directory} may not be read` });
    return;
  }
  const folders: string[] = [];
  await forEachLimited(entries, 16, async (entry) => {
    const name = `${directory}/${entry.name}`;
    if (entry.isSymbolicLink()) {
      if (!collection.rules.ignoresFile(name)) reportLink(collection, name, name, place);
    } else if (entry.isDirectory()) {
      if (entry.name === '.git') {
        report(collection, 'warning', 'git-folder', place, { message: `${name} is left out` });
      } else if (!collection.rules.ignoresDirectory(name)) folders.push(name);
    } else if (!collection.rules.ignoresFile(name)) {
      const stats = await statOf(path.join(root, name));
      addFile(collection, name, stats, place);
    }
  });
  for (const folder of folders.sort()) await walk(collection, folder, place);
}

function addFile(
  collection: InputCollection,
  name: string,
  entry: Stats | undefined,
  place: NodePath,
): void {
  if (safeRelativePath(name) !== name || entry === undefined) {
    // A name that is not UTF-8 is listed in another spelling, under which there is no file.
    report(collection, 'error', 'unsafe-name', place, {
      message: `${JSON.stringify(name)} is not a name that can be sent`,
      hint: 'Rename the file: use UTF-8 without control characters and backslashes.',
    });
  } else if (!entry.isFile()) {
    report(collection, 'error', 'special-file', place, {
      message: `${name} is not a regular file`,
    });
  } else {
    const file = path.join(collection.specification.root, name);
    collection.files.set(name, { path: name, file, size: entry.size });
  }
}

/** Whether the path is, or lies below, a symbolic link; then it is noted. */
async function skipLink(
  collection: InputCollection,
  name: string,
  place: NodePath,
): Promise<boolean> {
  const parts = name.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const parent = parts.slice(0, count).join('/');
    const entry = await statOf(path.join(collection.specification.root, parent));
    if (entry?.isSymbolicLink() !== true) continue;
    reportLink(collection, name, parent, place);
    return true;
  }
  return false;
}

function reportLink(
  collection: InputCollection,
  name: string,
  link: string,
  place: NodePath,
): void {
  report(collection, 'warning', 'symlink', place, {
    message:
      name === link
        ? `${name} is a symbolic link and is left out`
        : `${name} is left out: ${link} is a symbolic link`,
    hint: 'REANA takes no symbolic links; put the file itself in its place.',
  });
}

async function entriesOf(absolute: string): Promise<Dirent[] | undefined> {
  try {
    return await readdir(absolute, { withFileTypes: true });
  } catch (error) {
    if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function statOf(absolute: string): Promise<Stats | undefined> {
  try {
    return await lstat(absolute);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}

/** Notes something about the input that is listed at `place`. */
export function report(
  collection: InputCollection,
  severity: Finding['severity'],
  rule: RuleId,
  place: NodePath,
  details: { readonly message: string; readonly hint?: string },
): void {
  const { findings, specification } = collection;
  const alike = findings.filter((finding) => finding.rule === rule).length;
  const position = specification.document.position(place);
  if (alike < mostAlike) findings.push({ rule, severity, ...details, ...position });
  else if (alike === mostAlike) {
    const message = `more files are like that; of each kind, ${mostAlike} are told`;
    findings.push({ rule, severity, message, ...position });
  }
}
