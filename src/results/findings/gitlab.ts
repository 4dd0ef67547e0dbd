/** Findings as a code quality report of GitLab, which shows them in the merge request. */
import { createHash } from 'node:crypto';
import type { Severity } from '../../lint/kit/rule.ts';
import type { LintReport } from './report.ts';

const severities: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'minor',
  info: 'info',
};

/**
 * A list of issues. The fingerprint leaves out the line, so that GitLab takes a finding that only moved for
 * the same one; equal findings of one file are numbered.
 */
export function findingsAsGitlab(reports: readonly LintReport[]): string {
  const seen = new Map<string, number>();
  const issues = reports.flatMap((report) =>
    report.findings.map((finding) => {
      const file = finding.file ?? report.file;
      const key = [finding.rule, file, finding.message].join('\n');
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      const hint = finding.hint === undefined ? '' : ` ${finding.hint}`;
      return {
        description: `${asSentence(finding.message)}${hint}`,
        check_name: finding.rule,
        fingerprint: createHash('sha256').update(`${key}\n${count}`).digest('hex'),
        severity: severities[finding.severity],
        location: { path: file, lines: { begin: finding.line ?? 1 } },
      };
    }),
  );
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

function asSentence(message: string): string {
  return /[.!?…]$/.test(message) ? message : `${message}.`;
}
