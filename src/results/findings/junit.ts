/** Findings as a JUnit report: a suite for every specification, a test for every finding. */
import { formatFinding } from '../../base/error.ts';
import { escapeXml } from '../../base/xml.ts';
import type { LintReport } from './report.ts';

/** Only errors fail; a specification without findings is a test that passes. */
export function findingsAsJunit(reports: readonly LintReport[]): string {
  const suites = reports.map(({ file, findings }) => {
    const cases = findings.map((finding) => {
      const text = escapeXml(`${formatFinding(finding)}${finding.hint ? `\n${finding.hint}` : ''}`);
      const name = `${finding.rule} ${finding.file ?? file}:${finding.line ?? 1}`;
      const outcome =
        finding.severity === 'error'
          ? `<failure message="${escapeXml(finding.message)}">${text}</failure>`
          : `<system-out>${finding.severity}: ${text}</system-out>`;
      return `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}">${outcome}</testcase>`;
    });
    const failures = findings.filter(({ severity }) => severity === 'error').length;
    const all =
      cases.length > 0 ? cases : [`    <testcase classname="${escapeXml(file)}" name="lint"/>`];
    return [
      `  <testsuite name="${escapeXml(file)}" tests="${all.length}" failures="${failures}" errors="0">`,
      ...all,
      '  </testsuite>',
    ].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="reana-ci lint">\n${suites.join('\n')}\n</testsuites>\n`;
}
