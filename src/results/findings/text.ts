/** Findings for people: place, message, what happens on REANA, and what to do. */
import { formatFinding, type Finding } from '../../base/error.ts';
import { formatCount } from '../../base/format.ts';
import { plainText } from '../../base/table.ts';
import type { LintReport } from './report.ts';
import type { DescribeRule } from '../../lint/kit/rule.ts';

/** One paragraph a finding; the consequence of a rule is told once. */
export function findingsAsText(reports: readonly LintReport[], describe: DescribeRule): string {
  const told = new Set<string>();
  const lines = reports.flatMap(({ findings }) =>
    findings.flatMap((finding) => {
      const message = `${finding.severity}: ${finding.message}`;
      const consequence = told.has(finding.rule) ? undefined : describe(finding.rule)?.consequence;
      told.add(finding.rule);
      return [
        `${plainText(formatFinding({ ...finding, message }))} [${finding.rule}]`,
        ...(consequence === undefined ? [] : [`    ${consequence}`]),
        ...(finding.hint === undefined ? [] : [`    → ${plainText(finding.hint)}`]),
      ];
    }),
  );
  const findings = reports.flatMap((report) => report.findings);
  return [...lines, summary(reports.length, findings), ''].join('\n');
}

function summary(specifications: number, findings: readonly Finding[]): string {
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0
      ? []
      : [severity === 'info' ? `${count} info` : formatCount(count, severity)];
  });
  const what = counts.length === 0 ? 'nothing to complain about' : counts.join(', ');
  return `${formatCount(specifications, 'specification')}: ${what}`;
}
