/** Findings as SARIF 2.1.0, which editors and code scanners read. */
import { version } from '../../base/version.ts';
import type { LintReport } from './report.ts';
import type { DescribeRule, Severity } from '../../lint/kit/rule.ts';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** One run with the rules that were broken and a result for every finding. */
export function findingsAsSarif(reports: readonly LintReport[], describe: DescribeRule): string {
  const findings = reports.flatMap((report) =>
    report.findings.map((finding) => ({ ...finding, file: finding.file ?? report.file })),
  );
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'reana-ci', version, rules: ids.map(ruleOf) } },
        results: findings.map(({ rule, severity, message, hint, file, line, column }) => ({
          ruleId: rule,
          ruleIndex: ids.indexOf(rule),
          level: levels[severity],
          message: { text: hint === undefined ? message : `${message}. ${hint}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file) },
                region: { startLine: line ?? 1, startColumn: column ?? 1 },
              },
            },
          ],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;

  function ruleOf(id: string) {
    const rule = describe(id);
    if (rule === undefined) return { id };
    return {
      id,
      shortDescription: { text: rule.title },
      fullDescription: { text: rule.consequence },
      help: { text: rule.fix },
      defaultConfiguration: { level: levels[rule.severity] },
    };
  }
}
