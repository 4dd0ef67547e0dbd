/** Findings of lint in the forms that people and programs read. */
import type { LintReport } from './report.ts';
import type { DescribeRule } from '../../lint/kit/rule.ts';

type Format = (reports: readonly LintReport[], describe: DescribeRule) => string;

/** Each is loaded when it is asked for; starting lint is most of the time that lint takes. */
const formats = {
  text: async () => (await import('./text.ts')).findingsAsText,
  json: async () => (await import('./json.ts')).findingsAsJson,
  gitlab: async () => (await import('./gitlab.ts')).findingsAsGitlab,
  sarif: async () => (await import('./sarif.ts')).findingsAsSarif,
  junit: async () => (await import('./junit.ts')).findingsAsJunit,
} satisfies Record<string, () => Promise<Format>>;

export type FindingsFormat = keyof typeof formats;

export const findingsFormats = Object.keys(formats) as FindingsFormat[];

/** The whole document, ending in a line break. */
export async function formatFindings(
  format: FindingsFormat,
  reports: readonly LintReport[],
  describe: DescribeRule,
): Promise<string> {
  const write: Format = await formats[format]();
  return write(reports, describe);
}
