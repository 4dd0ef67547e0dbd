/** The files that an analysis declares as inputs, found on disk. */
import { ReanaCiError, type Finding } from '../base/error.ts';
import { formatCount } from '../base/format.ts';
import { readIgnoreRules } from './ignore-rules.ts';
import {
  addListedDirectory,
  addListedFile,
  report,
  type InputCollection,
  type InputFile,
} from './input-collection.ts';
import type { NodePath } from '../document/source-document.ts';
import type { Specification } from './specification.ts';
import { unfetchedInputs } from './unfetched-inputs.ts';
import { declaredSources } from './workflow-source.ts';

export interface CollectedInputs {
  /** Sorted by path. */
  readonly files: InputFile[];
  readonly warnings: Finding[];
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
  return conclude(await lookForInputs(specification));
}

/**
 * The same, for a run: what stands for content that git has not fetched cannot be sent either.
 *
 * @throws ReanaCiError as {@link collectInputs}
 */
export async function collectWholeInputs(specification: Specification): Promise<CollectedInputs> {
  const collection = await lookForInputs(specification);
  const unfetched = await unfetchedInputs(specification, [...collection.files.values()]);
  // The way out is another one than for other files that are missing.
  const isTold = ({ rule, line, column }: Finding) =>
    rule === 'missing-input' &&
    unfetched.some((finding) => finding.line === line && finding.column === column);
  const findings = [...collection.findings.filter((one) => !isTold(one)), ...unfetched];
  return conclude({ ...collection, findings });
}

/** Whatever there is of the inputs, and what is wrong with them. */
export async function lookForInputs(specification: Specification): Promise<InputCollection> {
  const collection: InputCollection = {
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
  return collection;
}

function conclude(collection: InputCollection): CollectedInputs {
  const errors = collection.findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) {
    const count = formatCount(errors.length, 'input');
    throw new ReanaCiError(
      'specification',
      `${count} of ${collection.specification.file} cannot be sent`,
      {
        findings: errors,
      },
    );
  }
  const files = [...collection.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, warnings: collection.findings };
}

/** What the workflow itself consists of has to reach the server too, listed under inputs or not. */
async function addSources(collection: InputCollection): Promise<void> {
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
function warnAboutUnlisted(collection: InputCollection, file: string, place: NodePath): void {
  const { language, workflowFile } = collection.specification;
  const readsWorkspace = language === 'yadage' || language === 'snakemake';
  if (!readsWorkspace || file !== workflowFile || !collection.files.has(file)) return;
  report(collection, 'warning', 'source-not-listed', place, {
    message: `${file} is not among the inputs; reana-ci uploads it anyway`,
    hint: 'List it under inputs.files: other REANA clients leave it out.',
  });
}
