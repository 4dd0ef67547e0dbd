/** The feature files of an analysis, read and checked. */
import { type Finding, ReanaCiError } from '../base/error.ts';
import { NotOpened, readBelow } from '../base/open-below.ts';
import { type Feature, readFeature } from './feature.ts';

export interface FeatureFile {
  /** Path as the specification names it. */
  readonly file: string;
  readonly text: string;
}

/** Bytes of one file; scenarios of a thousand steps stay far below. */
const largest = 1024 * 1024;

/** @param root folder of the analysis */
export async function readFeatureFiles(
  root: string,
  names: readonly string[],
): Promise<{ readonly files: FeatureFile[]; readonly missing: string[] }> {
  const files: FeatureFile[] = [];
  const missing: string[] = [];
  for (const file of new Set(names)) {
    try {
      files.push({ file, text: (await readBelow(root, file, largest)).toString() });
    } catch (error) {
      if (!(error instanceof NotOpened)) throw error;
      missing.push(file);
    }
  }
  return { files, missing };
}

/** @throws ReanaCiError `specification` with everything that keeps REANA from testing with them */
export async function parseFeatures(files: readonly FeatureFile[]): Promise<Feature[]> {
  const features: Feature[] = [];
  const findings: Finding[] = [];
  for (const { file, text } of files) {
    const read = await readFeature(file, text);
    if (!('problems' in read)) features.push(read);
    else findings.push(...read.problems.map((one) => asFinding(file, one)));
  }
  if (findings.length === 0) return features;
  throw new ReanaCiError('specification', 'The tests of the specification cannot be run', {
    findings,
  });
}

function asFinding(file: string, problem: Omit<Finding, 'rule' | 'severity'>): Finding {
  return { rule: 'test-feature', severity: 'error', file, ...problem };
}
