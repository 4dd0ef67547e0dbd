/** From the text of a `reana.yaml` to a {@link Specification}. */
import { formatCount } from '../base/format.ts';
import { ReanaCiError } from '../base/error.ts';
import type { Finding } from '../base/error.ts';
import type { Specification } from './specification.ts';
import { readStructure } from './structure.ts';
import { readYaml } from './yaml.ts';
import { convertToJson } from './yaml-json.ts';

/**
 * Reads a specification and checks its shape; looks at no other file.
 *
 * @param root absolute folder of the analysis
 * @param file path of the specification relative to `root`, `/` between folders
 * @throws ReanaCiError `specification` with every mistake in it
 */
export function parseSpecification(root: string, file: string, text: string): Specification {
  const source = readYaml(file, text);
  const { value, findings } = convertToJson(source);
  const errors = findings.filter((finding) => finding.severity === 'error');
  const { language, ...structure } = readStructure({ source, findings: errors }, value);
  if (errors.length > 0 || language === undefined) {
    throw new ReanaCiError(
      'specification',
      `${file} has ${formatCount(errors.length, 'mistake')}`,
      {
        findings: errors.toSorted(byPlace),
      },
    );
  }
  return { root, file, document: source, language, ...structure };
}

function byPlace(a: Finding, b: Finding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
