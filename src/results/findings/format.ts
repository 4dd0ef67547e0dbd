/** Findings of lint in the forms that people and programs read. */
import { findingsAsGitlab } from './gitlab.ts';
import { findingsAsJson } from './json.ts';
import { findingsAsJunit } from './junit.ts';
import type { DescribeRule, LintReport } from './report.ts';
import { findingsAsSarif } from './sarif.ts';
import { findingsAsText } from './text.ts';

const formats = {
  text: findingsAsText,
  json: findingsAsJson,
  gitlab: findingsAsGitlab,
  sarif: findingsAsSarif,
  junit: findingsAsJunit,
} satisfies Record<string, (reports: readonly LintReport[], describe: DescribeRule) => string>;

export type FindingsFormat = keyof typeof formats;

export const findingsFormats = Object.keys(formats) as FindingsFormat[];

/** The whole document, ending in a line break. */
export function formatFindings(
  format: FindingsFormat,
  reports: readonly LintReport[],
  describe: DescribeRule,
): string {
  return formats[format](reports, describe);
}
