/** `NAME=VALUE` as options of the command line take it. */
import { ReanaCiError } from './error.ts';

/**
 * Reads assignments; the value is everything after the first `=`, as it stands.
 *
 * @param option as the user typed it, for messages: `--var`
 * @throws ReanaCiError `usage` naming everything that is not an assignment, or is given twice
 */
export function parseAssignments(
  values: readonly string[],
  option: string,
): Record<string, string> {
  const assignments = new Map<string, string>();
  const problems: string[] = [];
  for (const value of values) {
    const split = value.indexOf('=');
    const name = split < 0 ? '' : value.slice(0, split).trim();
    if (name === '') problems.push(`${JSON.stringify(value)} is not NAME=VALUE`);
    else if (assignments.has(name)) problems.push(`${name} is given twice`);
    else assignments.set(name, value.slice(split + 1));
  }
  if (problems.length > 0) {
    throw new ReanaCiError('usage', `${option}: ${problems.join('; ')}`, {
      hint: `Write ${option} NAME=VALUE, once for every name.`,
    });
  }
  return Object.fromEntries(assignments);
}
