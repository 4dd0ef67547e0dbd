/** Places a long chain of stages in columns, since a single one would never end. */
import type { StageEdge, Workflow } from '../../languages/workflow/workflow.ts';
import type { Card } from './card.ts';
import type { Box, Layout, PlacedEdge, Point } from './layout.ts';

const longestColumn = 20;
const gap = { below: 22, beside: 56, arrow: 8 } as const;

/** @returns `undefined` when the workflow is no chain, or a short one */
export function layOutChain(
  workflow: Workflow,
  cards: ReadonlyMap<string, Card>,
): Layout | undefined {
  const { stages, edges } = workflow;
  if (stages.length <= longestColumn || !isChain(workflow)) return undefined;
  const boxes = new Map<string, Box>();
  const columnLength = Math.max(longestColumn, Math.ceil(Math.sqrt(stages.length * 1.6)));
  let left = 0;
  let height = 0;
  for (let start = 0; start < stages.length; start += columnLength) {
    const column = stages
      .slice(start, start + columnLength)
      .flatMap(({ id }) => cards.get(id) ?? []);
    const width = Math.max(...column.map((card) => card.width));
    let top = 0;
    for (const card of column) {
      boxes.set(card.stage.id, { x: left, y: top, width, height: card.height });
      top += card.height + gap.below;
    }
    height = Math.max(height, top - gap.below);
    left += width + gap.beside;
  }
  return {
    width: left - gap.beside,
    height,
    boxes,
    edges: edges.flatMap((edge) => placeEdge(edge, boxes) ?? []),
  };
}

/** Whether each stage is followed by the next one that is written, and by no other. */
function isChain({ stages, edges }: Workflow): boolean {
  return (
    stages.every((stage) => stage.stages.length === 0) &&
    edges.length === stages.length - 1 &&
    edges.every(({ from, to }, index) => from === stages[index]?.id && to === stages[index + 1]?.id)
  );
}

function placeEdge(edge: StageEdge, boxes: ReadonlyMap<string, Box>): PlacedEdge | undefined {
  const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
  if (from === undefined || to === undefined) return undefined;
  if (from.x === to.x) {
    const x = from.x + from.width / 2;
    const start = { x, y: from.y + from.height };
    const end = { x, y: to.y - gap.arrow };
    return { edge, points: [start, start, end, end], tip: { x, y: to.y } };
  }
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const tip = { x: to.x, y: to.y + to.height / 2 };
  const end = { x: tip.x - gap.arrow, y: tip.y };
  const middle = (start.x + tip.x) / 2;
  const bend = (y: number): Point => ({ x: middle, y });
  return { edge, points: [start, bend(start.y), bend(end.y), end], tip };
}
