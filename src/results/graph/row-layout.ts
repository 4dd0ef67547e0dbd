/** Places a workflow with so many arrows that Graphviz would think for minutes: rows, and straight arrows. */
import type { StageEdge, Workflow } from '../../languages/workflow/workflow.ts';
import type { Card } from './card.ts';
import type { Box, Layout, PlacedEdge } from './layout.ts';
import { rankStages } from './ranks.ts';

const widestRow = 1600;
const gap = { beside: 24, line: 18, row: 56, arrow: 8 } as const;

/**
 * Takes time in proportion to stages and arrows.
 *
 * @param workflow without sub-workflows
 */
export function layOutRows({ stages, edges }: Workflow, cards: ReadonlyMap<string, Card>): Layout {
  const ids = stages.map(({ id }) => id);
  const ranks = rankStages(ids, edges);
  const before = Map.groupBy(edges, ({ to }) => to);
  const rows = Map.groupBy(stages, ({ id }) => ranks.get(id) ?? 0);
  const boxes = new Map<string, Box>();
  let top = 0;
  for (const [, row] of Array.from(rows).sort(([a], [b]) => a - b)) {
    const wished = new Map(row.map(({ id }) => [id, middleAbove(before.get(id) ?? [], boxes)]));
    const sorted = row
      .toSorted((a, b) => (wished.get(a.id) ?? 0) - (wished.get(b.id) ?? 0))
      .flatMap(({ id }) => cards.get(id) ?? []);
    for (const line of breakLines(sorted)) top = placeLine(line, top, boxes) + gap.line;
    top += gap.row - gap.line;
  }
  return {
    width: widestRow,
    height: Math.max(top - gap.row, 0),
    boxes,
    edges: edges.flatMap((edge) => placeEdge(edge, boxes) ?? []),
  };
}

/** Where the stages are, on average, that a stage depends on. */
function middleAbove(edges: readonly StageEdge[], boxes: ReadonlyMap<string, Box>): number {
  const placed = edges.flatMap(({ from }) => boxes.get(from) ?? []);
  const sum = placed.reduce((total, { x, width }) => total + x + width / 2, 0);
  return placed.length === 0 ? widestRow / 2 : sum / placed.length;
}

function breakLines(cards: readonly Card[]): Card[][] {
  const lines: Card[][] = [];
  let width = Infinity;
  for (const card of cards) {
    if (width + card.width > widestRow) {
      lines.push([]);
      width = 0;
    }
    lines.at(-1)?.push(card);
    width += card.width + gap.beside;
  }
  return lines;
}

/** @returns where the line ends */
function placeLine(cards: readonly Card[], top: number, boxes: Map<string, Box>): number {
  const width = cards.reduce((sum, card) => sum + card.width + gap.beside, -gap.beside);
  let x = (widestRow - width) / 2;
  for (const { stage, width: own, height } of cards) {
    boxes.set(stage.id, { x, y: top, width: own, height });
    x += own + gap.beside;
  }
  return top + Math.max(...cards.map(({ height }) => height));
}

function placeEdge(edge: StageEdge, boxes: ReadonlyMap<string, Box>): PlacedEdge | undefined {
  const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
  if (from === undefined || to === undefined) return undefined;
  const start = { x: from.x + from.width / 2, y: from.y + from.height };
  const tip = { x: to.x + to.width / 2, y: to.y };
  const length = Math.hypot(tip.x - start.x, tip.y - start.y);
  const part = length === 0 ? 0 : gap.arrow / length;
  const end = { x: tip.x - part * (tip.x - start.x), y: tip.y - part * (tip.y - start.y) };
  return { edge, points: [start, start, end, end], tip };
}
