/** Errors as the command line shows them. */
import { issuesUrl } from '../base/home.ts';
import { formatFinding, isReanaCiError, type ReanaCiError, exitCodes } from '../base/error.ts';

/** What to print to stderr, ending in a line break, and the exit code that goes with it. */
export interface ErrorText {
  readonly text: string;
  readonly exitCode: number;
}

/**
 * Describes `error`: an expected one by message, findings and hint, any other as a bug with its stack.
 */
export function describeError(error: unknown): ErrorText {
  return isReanaCiError(error)
    ? { text: describeExpected(error), exitCode: error.exitCode }
    : { text: describeBug(error), exitCode: exitCodes.internal };
}

function describeExpected(error: ReanaCiError): string {
  const lines = [`error: ${error.message}`];
  for (const finding of error.findings) {
    const severity = finding.severity === 'error' ? '' : `${finding.severity}: `;
    lines.push(
      `${formatFinding({ ...finding, message: severity + finding.message })} [${finding.rule}]`,
    );
    if (finding.hint !== undefined) lines.push(`  ${finding.hint}`);
  }
  if (error.hint !== undefined) lines.push(`hint: ${error.hint}`);
  return `${lines.join('\n')}\n`;
}

function describeBug(error: unknown): string {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    'error: This is a bug in reana-ci, not a mistake of yours.',
    detail,
    `hint: Please report the lines above together with the command you gave: ${issuesUrl}`,
    '',
  ].join('\n');
}
