/** Carries out `reana-ci pchain check`. */
import path from 'node:path';
import { type Finding, formatFinding, ReanaCiError } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import { checkChain } from '../../pchain/check.ts';
import { chainRules } from '../../pchain/rules.ts';
import type { Edge } from '../edge.ts';
import { type JsonOption, printJson, printLines } from '../output.ts';

/** The options of `pchain check`, as Commander reads them. */
export interface CheckOptions extends JsonOption {
  readonly yaml?: string;
}

/**
 * Prints what is found in a chain.
 *
 * @throws ReanaCiError `specification` when there are mistakes, or no such file
 */
export async function checkFile(edge: Edge, file: string, options: CheckOptions): Promise<void> {
  const { json, yaml } = options;
  const fromHere = (name: string) => path.relative(edge.cwd, path.resolve(edge.cwd, name));
  const values = yaml === undefined ? undefined : fromHere(yaml);
  const findings = await checkChain(edge.cwd, fromHere(file), values);
  const mistakes = findings.filter(({ severity }) => severity === 'error').length;
  if (json === true) printJson(edge, findings);
  else printLines(edge, findings.flatMap(describeChainFinding));
  if (mistakes > 0) {
    throw new ReanaCiError('specification', `${file}: ${formatCount(mistakes, 'mistake')} found.`);
  }
  if (json !== true) printLines(edge, [`${file}: no mistakes found.`]);
}

/** A finding in words, with who would punish it. */
export function describeChainFinding(finding: Finding): string[] {
  const severity = finding.severity === 'error' ? '' : `${finding.severity}: `;
  const line = `${formatFinding({ ...finding, message: severity + finding.message })} [${finding.rule}]`;
  const more = `${placeOf(finding)} ${finding.hint ?? ''}`.trim();
  return more === '' ? [line] : [line, `  ${more}`];
}

/** Who would tell of a mistake; empty for a remark, and for a file that is no YAML. */
function placeOf({ rule, severity }: Finding): string {
  const punishedBy = Object.entries(chainRules).find(([id]) => id === rule)?.[1].punishedBy;
  if (severity !== 'error' || punishedBy === undefined) return '';
  return punishedBy === 'reader' ? 'PanDA refuses the chain.' : 'Shows on the worker node only.';
}
