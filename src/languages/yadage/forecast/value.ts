/** Values of which perhaps not all is known before the run. */
import { isDict, isList, Unforeseen, type Value } from '../semantics/value.ts';

/** Stands in what a step publishes for what only the run can tell. */
export const unforeseen = new Unforeseen([]);

/** Whether all of `value` is known beforehand. */
export function isKnown(value: Value): boolean {
  if (value instanceof Unforeseen) return false;
  if (isList(value)) return value.every(isKnown);
  return !isDict(value) || Object.values(value).every(isKnown);
}
