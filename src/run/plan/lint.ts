/** Lint before a run: errors keep it from being submitted, warnings are told. */
import { lintSpecification, throwErrors } from '../../lint/lint.ts';
import type { Specification } from '../../specification/specification.ts';
import { formatFinding } from '../../base/error.ts';
import type { Host } from '../host.ts';

/** What collecting the inputs tells as well. */
const toldElsewhere = ['missing-input', 'directory-as-file', 'file-as-directory'];

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
