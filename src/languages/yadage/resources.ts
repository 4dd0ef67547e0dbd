/** The `resources` of a yadage environment, as REANA's engine reads them. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';

export interface YadageResources {
  /** Hints by name; of several with one name the last that is not null. */
  readonly hints: JsonObject;
  /** Index of the entry that the hint is taken from. */
  readonly indexOf: (name: string) => number;
  /** Entries that are no mapping, which the engine ignores. */
  readonly ignored: readonly Json[];
}

export function readResources(resources: Json | undefined): YadageResources {
  const list = Array.isArray(resources) ? (resources as readonly Json[]) : [];
  const indexes = new Map<string, number>();
  const hints: Record<string, Json> = {};
  for (const [index, item] of list.entries()) {
    for (const [name, value] of Object.entries(isJsonObject(item) ? item : {})) {
      if (value === null) continue;
      hints[name] = value;
      indexes.set(name, index);
    }
  }
  return {
    hints,
    indexOf: (name) => indexes.get(name) ?? 0,
    ignored: list.filter((item) => !isJsonObject(item)),
  };
}
