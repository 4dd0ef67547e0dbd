/** Rows of a workflow, each stage below all that it depends on. */
import { allStages, type StageEdge, type Workflow } from '../../languages/workflow/workflow.ts';
import { leavesOf } from './dot.ts';

/** How many rows all arrows together reach over: what Graphviz's time grows with. */
export function reachOfArrows({ stages, edges }: Pick<Workflow, 'stages' | 'edges'>): number {
  const leaves = allStages({ stages }).filter((stage) => stage.stages.length === 0);
  const ends = new Map(stages.flatMap(leavesOf));
  const arrows = edges.map((edge) => ({
    ...edge,
    from: ends.get(edge.from)?.last ?? edge.from,
    to: ends.get(edge.to)?.first ?? edge.to,
  }));
  const ids = leaves.map(({ id }) => id);
  const ranks = rankStages(ids, arrows);
  const rankOf = (id: string): number => ranks.get(id) ?? 0;
  return arrows.reduce((sum, { from, to }) => sum + Math.abs(rankOf(to) - rankOf(from)), 0);
}

/**
 * The row of every stage, counted from 0 at the top. Of stages that depend on one another in a circle, the
 * first comes first.
 *
 * @param ids in the order to keep; edges of others do not count
 */
export function rankStages(
  ids: readonly string[],
  edges: readonly StageEdge[],
): ReadonlyMap<string, number> {
  const known = new Set(ids);
  const proper = edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  const onward = Map.groupBy(proper, ({ from }) => from);
  const open = new Map(ids.map((id) => [id, 0]));
  for (const { to } of proper) open.set(to, (open.get(to) ?? 0) + 1);
  const ranks = new Map<string, number>();
  const ready = ids.filter((id) => open.get(id) === 0);
  const place = (id: string): void => {
    open.delete(id);
    const rank = ranks.get(id) ?? 0;
    ranks.set(id, rank);
    for (const { to } of onward.get(id) ?? []) {
      const left = open.get(to);
      if (left === undefined) continue;
      ranks.set(to, Math.max(ranks.get(to) ?? 0, rank + 1));
      open.set(to, left - 1);
      if (left === 1) ready.push(to);
    }
  };
  for (const first of ids) {
    // The list grows as stages get ready, and is gone through once.
    for (let id = ready.shift(); id !== undefined; id = ready.shift()) place(id);
    if (open.has(first)) place(first);
  }
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) place(id);
  return ranks;
}
