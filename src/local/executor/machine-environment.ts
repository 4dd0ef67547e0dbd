/** The part of the machine's environment that programs of a run may see. */

/** Enough for a program to find others, its home and its language. Tokens of the caller never pass. */
const inheritedVariables = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/** Picks out of `environment` what is not the caller's own business (`REANA_ACCESS_TOKEN`, `CI_…`). */
export function machineEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of inheritedVariables) {
    const value = environment[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
