/** Size of a workflow in which every `$ref` is replaced by what it stands for. */
import { PythonError } from '../../python/error.ts';
import type { LoaderCrash } from './schema-check.ts';
import { childrenOf, type SpecNode } from './spec-node.ts';

/** Far beyond any workflow that people write, and still quick to go through. */
const mostParts = 80_000;

/**
 * Looks for references that lead back to themselves or multiply without bounds; neither can be gone through.
 */
export function checkExpansion(root: SpecNode): LoaderCrash | undefined {
  const sizes = new Map<SpecNode, number>();
  const circular = findCircle(root, sizes, new Set());
  const error = new PythonError('RecursionError', 'maximum recursion depth exceeded');
  if (circular !== undefined) return { error, node: circular };
  const size = sizes.get(root) ?? 0;
  if (size <= mostParts) return undefined;
  return { error: new PythonError('MemoryError', `${size} parts`), node: root };
}

/** The part that holds itself, if there is one; notes the size of every other. */
function findCircle(
  node: SpecNode,
  sizes: Map<SpecNode, number>,
  open: Set<SpecNode>,
): SpecNode | undefined {
  if (sizes.has(node)) return undefined;
  if (open.has(node)) return node;
  open.add(node);
  let size = 1;
  for (const child of childrenOf(node)) {
    const circular = findCircle(child.node, sizes, open);
    if (circular !== undefined) return circular;
    size += sizes.get(child.node) ?? 0;
  }
  open.delete(node);
  sizes.set(node, size);
  return undefined;
}
