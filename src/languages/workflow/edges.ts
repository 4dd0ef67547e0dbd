/** Collects the edges of a workflow: one between two stages for each kind, with all that passes along it. */
import { isWithin, type EdgeKind, type Flow, type StageEdge } from './workflow.ts';

export interface EdgeSet {
  /**
   * Notes an output that becomes a parameter; the same one twice counts once, and what a stage hands to
   * stages inside of it does not count.
   */
  addFlow(from: string, to: string, flow: Flow): void;
  /** Notes an edge that carries nothing. */
  add(from: string, to: string, kind: Exclude<EdgeKind, 'data'>, enforced: boolean): void;
  /** Whether data passes from `from`, or a stage inside of it, to `to` or a stage inside of that. */
  hasData(from: string, to: string): boolean;
  /** In the order they were noted. */
  list(): StageEdge[];
}

export function createEdgeSet(): EdgeSet {
  const edges = new Map<string, StageEdge & { readonly flows: Flow[] }>();
  function edge(from: string, to: string, kind: EdgeKind, enforced: boolean): { flows: Flow[] } {
    const key = JSON.stringify([from, to, kind]);
    const known = edges.get(key) ?? { from, to, kind, enforced, flows: [] };
    edges.set(key, known);
    return known;
  }
  return {
    addFlow(from, to, flow) {
      if (isWithin(to, from)) return;
      const { flows } = edge(from, to, 'data', true);
      if (
        !flows.some((known) => known.output === flow.output && known.parameter === flow.parameter)
      ) {
        flows.push(flow);
      }
    },
    add(from, to, kind, enforced) {
      edge(from, to, kind, enforced);
    },
    hasData: (from, to) =>
      Array.from(edges.values()).some(
        (known) => known.kind === 'data' && isWithin(known.from, from) && isWithin(known.to, to),
      ),
    list: () => Array.from(edges.values()),
  };
}
