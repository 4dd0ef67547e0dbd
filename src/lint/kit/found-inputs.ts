/** The inputs of an analysis as a run would collect them, looked for once for all rules. */
import type { Finding } from '../../base/error.ts';
import type { InputCollection } from '../../specification/input-collection.ts';
import { lookForInputs } from '../../specification/inputs.ts';
import type { Specification } from '../../specification/specification.ts';
import { unfetchedInputs } from '../../specification/unfetched-inputs.ts';

const collections = new WeakMap<Specification, Promise<InputCollection | undefined>>();

const unfetched = new WeakMap<InputCollection, Promise<Finding[]>>();

/** @returns `undefined` when they cannot be looked through; a run tells why when it collects them */
export function foundInputs(specification: Specification): Promise<InputCollection | undefined> {
  const known = collections.get(specification);
  if (known !== undefined) return known;
  const collection = lookForInputs(specification).catch(() => undefined);
  collections.set(specification, collection);
  return collection;
}

/** Those that git has not fetched; looked for once, also when an analysis is linted for its cluster again. */
export async function unfetchedOf(specification: Specification): Promise<Finding[]> {
  const collection = await foundInputs(specification);
  if (collection === undefined) return unfetchedInputs(specification, []);
  const known = unfetched.get(collection);
  if (known !== undefined) return known;
  const findings = unfetchedInputs(specification, [...collection.files.values()]);
  unfetched.set(collection, findings);
  return findings;
}
