/** From references to outputs to what stands there. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import {
  isDict,
  isList,
  mapLeaves,
  OutputReference,
  readPointer,
  sortKeys,
  Unforeseen,
  type Value,
} from './value.ts';
import type { WorkflowView } from './view.ts';

/** Parameters with the outputs put in that they refer to. */
export interface ResolvedParameters {
  readonly parameters: Json;
  /** The outputs that the parameters were made of. */
  readonly inputs: readonly OutputReference[];
}

/** Puts in the outputs that parameters refer to, and notes which ones those were. */
export function resolveReferences(view: WorkflowView, value: Value): ResolvedParameters {
  const parameters = mapLeaves(value, (leaf) => {
    if (!(leaf instanceof OutputReference)) return leaf;
    const { hasResult, result } = view.workflow.node(leaf.nodeId);
    if (!hasResult || result === undefined) throw new PythonError('RuntimeError', 'attempt');
    return readPointer(sortKeys(result), leaf.pointer);
  });
  return { parameters: parameters as Json, inputs: referencesIn(value) };
}

/** The outputs that a value is made of, in order; the same one can be there twice. */
export function referencesIn(value: Value): OutputReference[] {
  if (value instanceof OutputReference) return [value];
  if (value instanceof Unforeseen) return [...value.origins];
  if (isList(value)) return value.flatMap(referencesIn);
  return isDict(value) ? Object.values(value).flatMap(referencesIn) : [];
}
