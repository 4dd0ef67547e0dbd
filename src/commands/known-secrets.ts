/** Which values of the environment must never be shown. */

/** Names that say their value is a secret: `REANA_ACCESS_TOKEN`, `VOMSPROXY_PASS`, `CI_JOB_JWT`. */
const secretName = /(TOKEN|PASS|PASSWD|PASSWORD|PASSPHRASE|SECRET|JWT|(PRIVATE|ACCESS|API)_?KEY)$/i;

/** The values of all variables whose name says that they hold a secret. */
export function secretsOfEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && secretName.test(name) ? [value.trim()] : [],
  );
}
