/** From references to outputs to what stands there. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { mapLeaves, OutputReference, readPointer, sortKeys, type Value } from './value.ts';
import type { WorkflowView } from './view.ts';

/** Puts in the outputs that parameters refer to, and notes which ones those were. */
export function resolveReferences(
  view: WorkflowView,
  value: Value,
): { parameters: Json; inputs: OutputReference[] } {
  const inputs: OutputReference[] = [];
  const parameters = mapLeaves(value, (leaf) => {
    if (!(leaf instanceof OutputReference)) return leaf;
    const node = view.workflow.node(leaf.nodeId);
    const { result } = node;
    if (!node.hasResult || result === undefined) throw new PythonError('RuntimeError', 'attempt');
    inputs.push(leaf);
    return readPointer(sortKeys(result), leaf.pointer);
  });
  return { parameters: parameters as Json, inputs };
}
