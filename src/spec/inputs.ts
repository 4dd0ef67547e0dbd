/** The files that an analysis declares as inputs, found on disk. */
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../base/error.ts';
import type { Finding } from '../base/error.ts';
import { formatCount } from '../base/format.ts';
import { forEachLimited } from '../base/limit.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import { readIgnoreRules } from './ignore-rules.ts';
import type { IgnoreRules } from './ignore-rules.ts';
import type { NodePath } from './source-document.ts';
import type { Specification } from './specification.ts';
import { declaredSources } from './workflow-source.ts';

/** A file to upload. */
export interface InputFile {
  /** Where it belongs in the workspace: relative to the analysis, `/` between folders. */
  readonly path: string;
  /** Absolute path on this machine. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
}

export interface CollectedInputs {
  /** Sorted by path. */
  readonly files: InputFile[];
  readonly warnings: Finding[];
}

interface Collection {
  readonly specification: Specification;
  readonly rules: IgnoreRules;
  readonly files: Map<string, InputFile>;
  readonly findings: Finding[];
}

/**
 * Finds `inputs.files`, everything below `inputs.directories`, and the workflow's own files.
 *
 * As with reana-client, ignore files apply to directories only, and symbolic links stay behind. Unlike it,
 * `.git` folders stay behind too, since they can hold credentials of the machine.
 *
 * @throws ReanaCiError `specification` with one finding for every file that is missing or cannot be sent
 */
export async function collectInputs(specification: Specification): Promise<CollectedInputs> {
  const collection: Collection = {
    specification,
    rules: await readIgnoreRules(specification.root),
    files: new Map(),
    findings: [],
  };
  const { inputs } = specification;
  for (const [index, file] of inputs.files.entries()) {
    await addListedFile(collection, file, ['inputs', 'files', index]);
  }
  for (const [index, directory] of inputs.directories.entries()) {
    await addListedDirectory(collection, directory, ['inputs', 'directories', index]);
  }
  await addSources(collection);
  const errors = collection.findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) {
    const count = formatCount(errors.length, 'input');
    throw new ReanaCiError('specification', `${count} of ${specification.file} cannot be sent`, {
      findings: errors,
    });
  }
  const files = [...collection.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, warnings: collection.findings };
}

/** What the workflow itself consists of has to reach the server too, listed under inputs or not. */
async function addSources(collection: Collection): Promise<void> {
  for (const source of declaredSources(collection.specification)) {
    if (source.directory) {
      await addListedDirectory(collection, source.path, source.place);
    } else if (!collection.files.has(source.path)) {
      await addListedFile(collection, source.path, source.place);
      warnAboutUnlisted(collection, source.path, source.place);
    }
  }
}

/** Engines that read the workflow file in the workspace find nothing there when another client uploads. */
function warnAboutUnlisted(collection: Collection, file: string, place: NodePath): void {
  const { language, workflowFile } = collection.specification;
  const readsWorkspace = language === 'yadage' || language === 'snakemake';
  if (!readsWorkspace || file !== workflowFile || !collection.files.has(file)) return;
  report(collection, 'warning', 'source-not-listed', place, {
    message: `${file} is not among the inputs; it is sent all the same`,
    hint: 'List it under inputs.files: other REANA clients leave it out.',
  });
}

async function addListedFile(collection: Collection, file: string, place: NodePath): Promise<void> {
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

async function addListedDirectory(
  collection: Collection,
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
      hint: 'The run gets nothing for it.',
    });
  } else {
    report(collection, 'error', 'file-as-directory', place, {
      message: `${directory} is not a directory`,
      hint: 'List it under inputs.files.',
    });
  }
}

async function walk(collection: Collection, directory: string, place: NodePath): Promise<void> {
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
  collection: Collection,
  name: string,
  entry: Stats | undefined,
  place: NodePath,
): void {
  if (safeRelativePath(name) !== name || entry === undefined) {
    // A name that is not UTF-8 is listed in another spelling, under which there is no file.
    report(collection, 'error', 'unsafe-name', place, {
      message: `${JSON.stringify(name)} is not a name that can be sent`,
      hint: 'Rename the file: no control characters, no backslash, UTF-8 only.',
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
async function skipLink(collection: Collection, name: string, place: NodePath): Promise<boolean> {
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

function reportLink(collection: Collection, name: string, link: string, place: NodePath): void {
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

function report(
  collection: Collection,
  severity: Finding['severity'],
  rule: string,
  place: NodePath,
  details: { readonly message: string; readonly hint?: string },
): void {
  const position = collection.specification.document.position(place);
  collection.findings.push({ rule, severity, ...details, ...position });
}
