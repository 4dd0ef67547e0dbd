/** Loading `reana.yaml`, whatever it is called and wherever it lies. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pageUrl } from '../base/home.ts';
import { parseSpecification } from './parse.ts';
import { readNamedText } from '../document/read-text.ts';
import type { Specification } from './specification.ts';

/**
 * Reads and checks the specification of an analysis.
 *
 * @param root folder of the analysis, which the paths in the specification are relative to
 * @param file path of the specification, absolute or relative to `root`; it may lie outside
 * @throws ReanaCiError `specification` when the file is missing or broken, with all its mistakes
 */
export async function loadSpecification(root: string, file: string): Promise<Specification> {
  const { folder, shown, text } = await readSpecificationText(root, file);
  return parseSpecification(folder, shown, text);
}

/** The text of a specification, and what {@link loadSpecification} calls it. */
export interface SpecificationText {
  /** Absolute folder of the analysis. */
  readonly folder: string;
  /** The file relative to `folder`, `/` between folders. */
  readonly shown: string;
  readonly text: string;
}

/**
 * Reads the text of a specification without looking into it; arguments as for {@link loadSpecification}.
 *
 * @throws ReanaCiError `specification` when the file is missing or is no text
 */
export async function readSpecificationText(
  root: string,
  file: string,
): Promise<SpecificationText> {
  const folder = path.resolve(root);
  const absolute = path.resolve(folder, file);
  const shown = path.relative(folder, absolute).split(path.sep).join('/');
  const text = await readNamedText(folder, absolute, shown, async () => {
    const candidates = await findCandidates(folder);
    return candidates.length === 0
      ? `An analysis for REANA has a reana.yaml; ${pageUrl('specification.md')} tells how to write one.`
      : `Found here: ${candidates.join(', ')}.`;
  });
  return { folder, shown, text };
}

/** Files that look like specifications, in the analysis' folder and the folders in it. */
async function findCandidates(folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (isCandidate(entry.name)) found.push(entry.name);
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules')
      continue;
    const names = await readdir(path.join(folder, entry.name)).catch(() => []);
    found.push(...names.filter(isCandidate).map((name) => `${entry.name}/${name}`));
  }
  return found.sort().slice(0, 10);
}

function isCandidate(name: string): boolean {
  return /^reana.*\.ya?ml$/.test(name);
}
