/** Findings as one JSON value. */
import type { LintReport } from './report.ts';

/** `{"specifications": [{file, findings: […]}], "errors": 1, "warnings": 0, "infos": 2}` */
export function findingsAsJson(reports: readonly LintReport[]): string {
  const all = reports.flatMap(({ findings }) => findings);
  const count = (severity: string) => all.filter((finding) => finding.severity === severity).length;
  const value = {
    specifications: reports,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
