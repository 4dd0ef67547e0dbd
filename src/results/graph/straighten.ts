/** Straightens arrows that Graphviz leads out of their way, around the room of their own label. */
import {
  allStages,
  isWithin,
  type StageEdge,
  type Workflow,
} from '../../languages/workflow/workflow.ts';
import type { Box, Layout, PlacedEdge, Point } from './layout.ts';

/** Pixels. */
const detour = 6;
const arrowLength = 8;
const border = 4;
const corner = 10;

type LabelSize = (edge: StageEdge) => { width: number; height: number } | undefined;

/** Where between the edges of both stages a straight arrow may stand, the best place first. */
const places = [0.5, 0.35, 0.2, 0.65, 0.8];

/**
 * An arrow that swings out beyond both its stages, or whose label sticks out of their frame, becomes a
 * straight one from the upper to the lower, where nothing stands in between and its label finds room beside
 * it within the frame.
 */
export function straightenArrows(layout: Layout, workflow: Workflow, labelSize: LabelSize): Layout {
  const stages = allStages(workflow);
  const boxesOf = (ids: readonly string[]): Box[] =>
    ids.flatMap((id) => layout.boxes.get(id) ?? []);
  const cards = stages.filter((stage) => stage.stages.length === 0).map(({ id }) => id);
  const frames = stages.filter((stage) => stage.stages.length > 0).map(({ id }) => id);
  const labels = new Map(
    layout.edges.map(({ edge, label }) => [edge, labelBox(label, labelSize(edge))]),
  );

  function straighten(placed: PlacedEdge): PlacedEdge {
    const { edge } = placed;
    const [from, to] = boxesOf([edge.from, edge.to].filter((id) => cards.includes(id)));
    if (from === undefined || to === undefined) return placed;
    const around = boxesOf(
      frames.filter((frame) => isWithin(edge.from, frame) && isWithin(edge.to, frame)),
    );
    const own = labels.get(edge);
    const sticksOut = own !== undefined && !around.every((frame) => fitsAcross(own, frame));
    if (!sticksOut && !swingsOut(placed, from, to)) return placed;
    const others = boxesOf(cards.filter((id) => id !== edge.from && id !== edge.to));
    const otherLabels = Array.from(labels).flatMap(([owner, box]) =>
      owner === edge || box === undefined ? [] : [box],
    );
    for (const { straight, label } of candidates(placed, from, to, labelSize(edge))) {
      const line = { x: straight.tip.x - border, y: from.y + from.height, width: 2 * border };
      if (others.some((box) => overlap(box, { ...line, height: to.y - line.y }))) continue;
      if (label !== undefined && !around.every((frame) => fitsAcross(label, frame))) continue;
      if (label !== undefined && [...others, ...otherLabels].some((box) => overlap(box, label)))
        continue;
      labels.set(edge, label);
      return straight;
    }
    return placed;
  }

  return { ...layout, edges: layout.edges.map(straighten) };
}

interface Candidate {
  readonly straight: PlacedEdge;
  readonly label: Box | undefined;
}

/** Straight arrows with their label to the right or to the left. */
function candidates(
  { edge, label }: PlacedEdge,
  from: Box,
  to: Box,
  size: ReturnType<LabelSize>,
): Candidate[] {
  const top = from.y + from.height;
  const left = Math.max(from.x, to.x) + corner;
  const right = Math.min(from.x + from.width, to.x + to.width) - corner;
  if (left > right || to.y < top + arrowLength) return [];
  return places.flatMap((place): Candidate[] => {
    const x = left + place * (right - left);
    const straight = straightArrow(edge, x, top, to.y);
    if (label === undefined || size === undefined) return [{ straight, label: undefined }];
    return [1, -1].map((side) => {
      const middle = { x: x + (side * size.width) / 2, y: label.y };
      return { straight: { ...straight, label: middle }, label: labelBox(middle, size) };
    });
  });
}

function swingsOut({ points }: PlacedEdge, from: Box, to: Box): boolean {
  const left = Math.min(from.x, to.x) - detour;
  const right = Math.max(from.x + from.width, to.x + to.width) + detour;
  return points.some(({ x }) => x < left || x > right);
}

function straightArrow(edge: StageEdge, x: number, top: number, bottom: number): PlacedEdge {
  const [start, end] = [
    { x, y: top },
    { x, y: bottom - arrowLength },
  ];
  return { edge, points: [start, start, end, end], tip: { x, y: bottom } };
}

function labelBox(middle: Point | undefined, size: ReturnType<LabelSize>): Box | undefined {
  if (middle === undefined || size === undefined) return undefined;
  return { x: middle.x - size.width / 2, y: middle.y - size.height / 2, ...size };
}

function fitsAcross(box: Box, frame: Box): boolean {
  return box.x >= frame.x + border && box.x + box.width <= frame.x + frame.width - border;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
