/** Names of runs: `analysis`, `analysis.3`, `analysis.3.1` after a restart. */

/** The first run of a series has minor number 0, which is not shown. */
export interface RunNumber {
  readonly major: number;
  readonly minor: number;
}

const uuid4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuid4.test(text);
}

/** `3`, or `3.1` after a restart. */
export function formatRunNumber(run: RunNumber): string {
  return run.minor === 0 ? String(run.major) : `${run.major}.${run.minor}`;
}

/** `analysis.3` */
export function fullRunName(run: RunNumber & { readonly name: string }): string {
  return `${run.name}.${formatRunNumber(run)}`;
}

/**
 * Splits at the first dot, as REANA does.
 *
 * @returns without number for a bare name; `undefined` when what follows the dot is no run number
 */
export function parseRunName(
  text: string,
): { readonly name: string; readonly number?: RunNumber } | undefined {
  const match = /^([^.]*)(?:\.(\d{1,9})(?:\.(\d{1,9}))?)?$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  if (match[2] === undefined) return { name: match[1] };
  return { name: match[1], number: { major: Number(match[2]), minor: Number(match[3] ?? 0) } };
}
