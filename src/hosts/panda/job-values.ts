/** The variables that the secrets of a PanDA job add to the environment of its payload. */

type Environment = Readonly<Record<string, string | undefined>>;

/** Names that lead to the server; every other one is only looked up where a run asks for it by name. */
const connectionNames = ['REANA_SERVER_URL', 'REANA_ACCESS_TOKEN'];

/**
 * Secrets by name as steps are to have them. What the payload has set stays; the shell that sourced PanDA's file of
 * secrets has expanded values with `$`, backticks, backslashes or quotes, and those are taken as PanDA stores them.
 */
export function heldValues(
  values: ReadonlyMap<string, string>,
  env: Environment,
): ReadonlyMap<string, string> {
  return new Map(
    [...values].map(([name, value]) => {
      const set = env[name] ?? '';
      return [name, set === '' || /[$`\\"]/.test(value) ? value : set];
    }),
  );
}

/** `env` with what leads to the server, as far as `held` has it. */
export function withConnection(
  held: ReadonlyMap<string, string>,
  env: Environment,
): Record<string, string | undefined> {
  const found = connectionNames.flatMap((name) => {
    const value = held.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...env, ...Object.fromEntries(found) };
}
