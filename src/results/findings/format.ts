/** Findings of lint in the forms that people and programs read. */
import type { Finding } from '../../base/error.ts';
import type { RuleDescription } from '../../spec/lint/rule.ts';
import { findingsAsGitlab } from './gitlab.ts';
import { findingsAsJson } from './json.ts';
import { findingsAsJunit } from './junit.ts';
import { findingsAsSarif } from './sarif.ts';
import { findingsAsText } from './text.ts';

/** The findings of one specification. */
export interface LintReport {
  /** As the user named it. */
  readonly file: string;
  /** Paths as the user would type them. */
  readonly findings: readonly Finding[];
}

/** What a rule is about; `undefined` for a rule that is not documented. */
export type DescribeRule = (id: string) => RuleDescription | undefined;

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
