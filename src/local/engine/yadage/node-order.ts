/** In which order the steps of a workflow can run, and which never can. */
import type { StepNode, WorkflowState } from '../../../languages/yadage/semantics/model.ts';

/** Nodes that can never run, since one that they need has failed. */
export function blockedNodes(workflow: WorkflowState): ReadonlySet<StepNode> {
  const blocked = new Set<StepNode>();
  for (const node of workflow.nodes.values()) {
    // Predecessors are always older than the node itself.
    if (node.predecessors.some((other) => other.state === 'FAILED' || blocked.has(other))) {
      blocked.add(node);
    }
  }
  return blocked;
}

/** Generation by generation, as networkx gives it. */
export function topologicalOrder(workflow: WorkflowState): StepNode[] {
  const nodes = Array.from(workflow.nodes.values());
  const open = new Map(nodes.map((node) => [node, node.predecessors.length]));
  const successors = Map.groupBy(
    nodes.flatMap((node) => node.predecessors.map((from) => ({ from, node }))),
    ({ from }) => from,
  );
  const order = nodes.filter((node) => node.predecessors.length === 0);
  for (const node of order) {
    for (const { node: next } of successors.get(node) ?? []) {
      const left = (open.get(next) ?? 0) - 1;
      open.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}
