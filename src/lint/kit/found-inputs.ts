/** The inputs of an analysis as a run would collect them, looked for once for all rules. */
import type { InputCollection } from '../../specification/input-collection.ts';
import { lookForInputs } from '../../specification/inputs.ts';
import type { Specification } from '../../specification/specification.ts';

const collections = new WeakMap<Specification, Promise<InputCollection | undefined>>();

/** @returns `undefined` when they cannot be looked through; a run tells why when it collects them */
export function foundInputs(specification: Specification): Promise<InputCollection | undefined> {
  const known = collections.get(specification);
  if (known !== undefined) return known;
  const collection = lookForInputs(specification).catch(() => undefined);
  collections.set(specification, collection);
  return collection;
}
