/** Lint before a run: errors keep it from being submitted, warnings are told. */
import { lintAnalysis, lintSpecification, throwErrors } from '../../lint/lint.ts';
import type { Specification } from '../../specification/specification.ts';
import { formatFinding, isReanaCiError } from '../../base/error.ts';
import { loadSpecification } from '../../specification/load.ts';
import type { Host } from '../host.ts';

/** What collecting the inputs tells as well. */
const toldElsewhere = [
  ...['missing-input', 'directory-as-file', 'file-as-directory', 'unfetched-input'],
  ...['unsafe-name', 'special-file', 'unreadable', 'symlink'],
];

/** @throws ReanaCiError `specification` with everything that would fail on REANA */
export async function lintBeforeRun(specification: Specification, host: Host): Promise<void> {
  const findings = (await lintSpecification(specification)).filter(
    ({ rule }) => !toldElsewhere.includes(rule),
  );
  for (const finding of findings) {
    if (finding.severity !== 'warning') continue;
    host.announce({ kind: 'warning', message: `${formatFinding(finding)} [${finding.rule}]` });
  }
  throwErrors(findings, specification.file);
}

/**
 * Reads the specification. One with mistakes is looked through to its end, so that all of them are told at once.
 *
 * @throws ReanaCiError `specification`
 */
export async function loadOrLint(
  root: string,
  file: string,
  isLinted: boolean,
): Promise<Specification> {
  try {
    return await loadSpecification(root, file);
  } catch (error) {
    if (!isLinted || !isReanaCiError(error) || error.findings.length === 0) throw error;
    throwErrors(await lintAnalysis(root, file), file);
    throw error;
  }
}
