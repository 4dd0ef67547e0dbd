/** Lint before a run: errors keep it from being submitted, warnings are told. */
import { lintAnalysis, lintSpecification, throwErrors } from '../../lint/lint.ts';
import type { ClusterLimits } from '../../lint/kit/subject.ts';
import type { Specification } from '../../specification/specification.ts';
import { type Finding, formatFinding, isReanaCiError } from '../../base/error.ts';
import { loadSpecification } from '../../specification/load.ts';
import type { Host } from '../host.ts';

/** What collecting the inputs and reading the tests tells as well. */
const toldElsewhere = [
  ...['missing-input', 'directory-as-file', 'file-as-directory', 'unfetched-input'],
  ...['unsafe-name', 'special-file', 'unreadable', 'symlink', 'test-feature'],
];

/**
 * @returns what was found
 * @throws ReanaCiError `specification` with everything that would fail on REANA
 */
export async function lintBeforeRun(
  specification: Specification,
  host: Host,
): Promise<readonly Finding[]> {
  const findings = (await lintSpecification(specification)).filter(isToldHere);
  tell(findings, specification, host);
  return findings;
}

/** Of the findings that are told already, those on the cluster; runs of one analysis have them in common. */
const onCluster = new WeakMap<readonly Finding[], Promise<readonly Finding[]>>();

/**
 * Lints again, now that it is known where the run will be.
 *
 * @param told what was found before that
 * @throws ReanaCiError `specification` with everything that this cluster would refuse
 */
export async function lintForCluster(
  specification: Specification,
  cluster: ClusterLimits,
  told: readonly Finding[],
  host: Host,
): Promise<void> {
  const known = onCluster.get(told) ?? findOnCluster(specification, cluster, told);
  onCluster.set(told, known);
  tell(await known, specification, host);
}

async function findOnCluster(
  specification: Specification,
  cluster: ClusterLimits,
  told: readonly Finding[],
): Promise<readonly Finding[]> {
  const before = new Set(told.map((finding) => JSON.stringify(finding)));
  const findings = await lintSpecification(specification, { cluster });
  return findings.filter((finding) => isToldHere(finding) && !before.has(JSON.stringify(finding)));
}

function isToldHere({ rule }: Finding): boolean {
  return !toldElsewhere.includes(rule);
}

function tell(findings: readonly Finding[], { file }: Specification, host: Host): void {
  for (const finding of findings) {
    if (finding.severity !== 'warning') continue;
    host.announce({ kind: 'warning', message: `${formatFinding(finding)} [${finding.rule}]` });
  }
  throwErrors(findings, file);
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
