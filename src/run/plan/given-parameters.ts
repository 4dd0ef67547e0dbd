/** The parameters of a run that the user has given, for its record. */
import type { JsonObject } from '../../base/json.ts';
import type { RunRecord } from '../../results/run-record.ts';

/** Those given in place of the specification's own, as text. */
export function givenParameters(
  plan: { readonly parameters: JsonObject } | undefined,
): Pick<RunRecord['inputs'], 'parameters'> {
  const entries = Object.entries(plan?.parameters ?? {});
  if (entries.length === 0) return {};
  const texts = entries.map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { parameters: Object.fromEntries(texts) as Record<string, string> };
}
