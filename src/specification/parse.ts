/** From the text of a `reana.yaml` to a {@link Specification}. */
import { formatCount } from '../base/format.ts';
import { ReanaCiError } from '../base/error.ts';
import type { Finding } from '../base/error.ts';
import type { Specification } from './specification.ts';
import { readStructure } from './structure.ts';
import { readYaml } from '../document/yaml.ts';
import { convertToJson } from '../document/yaml-json.ts';

/** What could be made out of a text: whatever is wrong in it has been left out of the specification. */
export interface ExaminedSpecification {
  readonly errors: readonly Finding[];
  /** Absent when not even the workflow's language is known. */
  readonly specification?: Specification;
}

/**
 * Reads a specification and checks its shape; looks at no other file.
 *
 * @param root absolute folder of the analysis
 * @param file path of the specification relative to `root`, `/` between folders
 * @throws ReanaCiError `specification` with every mistake in it
 */
export function parseSpecification(root: string, file: string, text: string): Specification {
  const { errors, specification } = examineSpecification(root, file, text);
  if (errors.length > 0 || specification === undefined) {
    throw new ReanaCiError(
      'specification',
      `${file} has ${formatCount(errors.length, 'mistake')}`,
      { findings: errors },
    );
  }
  return specification;
}

/**
 * Like {@link parseSpecification}, for those who want to look at the rest in spite of mistakes.
 *
 * @throws ReanaCiError `specification` when the text is not YAML
 */
export function examineSpecification(
  root: string,
  file: string,
  text: string,
): ExaminedSpecification {
  const source = readYaml(file, text);
  const { value, findings } = convertToJson(source);
  const errors = findings.filter((finding) => finding.severity === 'error');
  const { language, ...structure } = readStructure({ source, findings: errors }, value);
  return {
    errors: errors.toSorted(byPlace),
    ...(language === undefined
      ? {}
      : { specification: { root, file, document: source, language, ...structure } }),
  };
}

function byPlace(a: Finding, b: Finding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
