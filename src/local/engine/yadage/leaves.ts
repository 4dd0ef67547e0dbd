/** Changing the leaves of published data, where that takes a look at files. */
import { isJsonObject, type Json } from '../../../base/json.ts';

/**
 * A copy of `value` in which each leaf, in order, is what `change` makes of it. Null and false stay as they
 * are: packtivity overlooks them.
 */
export async function replaceJqLeaves(
  value: Json,
  change: (leaf: Json) => Promise<Json>,
): Promise<Json> {
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value as readonly Json[]) items.push(await replaceJqLeaves(item, change));
    return items;
  }
  if (isJsonObject(value)) {
    const entries: [string, Json][] = [];
    for (const [key, item] of Object.entries(value)) {
      entries.push([key, await replaceJqLeaves(item, change)]);
    }
    return Object.fromEntries(entries);
  }
  return value === null || value === false ? value : change(value);
}
