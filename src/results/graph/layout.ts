/** Places cards, frames and arrows: Graphviz does the thinking. */
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { Stage, StageEdge, Workflow } from '../../languages/workflow/workflow.ts';
import type { Card } from './card.ts';
import { leavesOf } from './dot.ts';
import { reachOfArrows } from './ranks.ts';

/** Pixels, from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly edge: StageEdge;
  /** A start point, then three points for each Bézier curve. */
  readonly points: readonly Point[];
  /** Tip of the arrow. */
  readonly tip: Point;
  /** Middle of the label. */
  readonly label?: Point;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By the id of the stage; a sub-workflow's box is its frame. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: readonly PlacedEdge[];
}

export interface LayoutInput {
  readonly workflow: Workflow;
  readonly cards: ReadonlyMap<string, Card>;
  /** Room for the label of an edge, in pixels; none where there is no label. */
  readonly labelSize: (edge: StageEdge) => { width: number; height: number } | undefined;
  readonly direction: 'TB' | 'LR';
}

/** Graphviz counts in points, 72 to the inch; a point is a pixel here. */
const perInch = 72;

/** Reach of arrows that find their way around the cards; beyond, they are drawn straight. */
const mostCurved = 1200;

export async function layOut(input: LayoutInput): Promise<Layout> {
  const graphviz = await Graphviz.load();
  const { text, ids, edges } = describe(input);
  const answer = JSON.parse(graphviz.layout(text, 'json', 'dot')) as Answer;
  const [, , width = 0, height = 0] = numbers(answer.bb);
  const flip = (x: number, y: number): Point => ({ x, y: height - y });
  const boxes = new Map<string, Box>();
  for (const object of answer.objects ?? []) {
    const id = ids.get(object.name.replace(/^cluster_/, ''));
    if (id !== undefined) boxes.set(id, boxOf(object, flip));
  }
  const placed = (answer.edges ?? []).flatMap((found): PlacedEdge[] => {
    const edge = edges[Number(found.id)];
    return edge === undefined ? [] : [placeEdge(edge, found, flip)];
  });
  return { width, height, boxes, edges: placed };
}

interface Answer {
  readonly bb: string;
  readonly objects?: readonly AnsweredObject[];
  readonly edges?: readonly { readonly id: string; readonly pos: string; readonly lp?: string }[];
}

interface AnsweredObject {
  readonly name: string;
  readonly bb?: string;
  readonly pos?: string;
  readonly width?: string;
  readonly height?: string;
}

type Flip = (x: number, y: number) => Point;

function boxOf(object: AnsweredObject, flip: Flip): Box {
  if (object.bb !== undefined) {
    const [left = 0, bottom = 0, right = 0, top = 0] = numbers(object.bb);
    return { ...flip(left, top), width: right - left, height: top - bottom };
  }
  const [x = 0, y = 0] = numbers(object.pos ?? '');
  const [width, height] = [Number(object.width) * perInch, Number(object.height) * perInch];
  return { ...flip(x - width / 2, y + height / 2), width, height };
}

/** A position is `e,x,y` for the tip, then the points of the curve. */
function placeEdge(
  edge: StageEdge,
  { pos, lp }: { readonly pos: string; readonly lp?: string },
  flip: Flip,
): PlacedEdge {
  const parts = pos.split(' ').filter((part) => part !== '');
  const point = (part: string): Point => {
    const [x = 0, y = 0] = numbers(part.replace(/^[es],/, ''));
    return flip(x, y);
  };
  const points = parts.filter((part) => !/^[es]/.test(part)).map(point);
  const end = parts.find((part) => part.startsWith('e'));
  const tip = end === undefined ? points.at(-1) : point(end);
  return {
    edge,
    points,
    tip: tip ?? { x: 0, y: 0 },
    ...(lp === undefined ? {} : { label: point(lp) }),
  };
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

interface Description {
  readonly text: string;
  /** Stages by their name in the description: no name of the user gets in there. */
  readonly ids: ReadonlyMap<string, string>;
  readonly edges: readonly StageEdge[];
}

function describe({ workflow, cards, labelSize, direction }: LayoutInput): Description {
  const names = new Map<string, string>();
  const lines: string[] = [];
  function add(stage: Stage): void {
    const name = `n${names.size}`;
    const card = cards.get(stage.id);
    const [width, height] = [(card?.width ?? 60) / perInch, (card?.height ?? 30) / perInch];
    names.set(stage.id, name);
    if (stage.stages.length === 0) {
      lines.push(`${name} [width=${width.toFixed(3)} height=${height.toFixed(3)}]`);
      return;
    }
    lines.push(
      `subgraph cluster_${name} { margin=14 label=${room(card?.width ?? 60, (card?.height ?? 24) - 12)}`,
    );
    // From left to right, Graphviz begins a frame at the bottom.
    const inside = direction === 'LR' ? stage.stages.toReversed() : stage.stages;
    for (const inner of inside) add(inner);
    lines.push('}');
  }
  for (const stage of workflow.stages) add(stage);
  const byId = new Map(workflow.stages.flatMap(leavesOf));
  for (const [index, edge] of workflow.edges.entries()) {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    const size = labelSize(edge);
    const attributes = [
      `id=${index}`,
      ...(from.last === edge.from ? [] : [`ltail=cluster_${names.get(edge.from) ?? ''}`]),
      ...(to.first === edge.to ? [] : [`lhead=cluster_${names.get(edge.to) ?? ''}`]),
      ...(size === undefined ? [] : [`label=${room(size.width, size.height)}`]),
      ...(edge.kind === 'order' ? [] : ['weight=4']),
    ];
    lines.push(
      `${names.get(from.last) ?? ''} -> ${names.get(to.first) ?? ''} [${attributes.join(' ')}]`,
    );
  }
  // Between very many arrows nobody sees the best way, and Graphviz would look for it for minutes.
  const effort =
    reachOfArrows(workflow) > mostCurved
      ? 'splines=line nslimit=1 nslimit1=1 mclimit=0.05 searchsize=5'
      : '';
  const text = `digraph { rankdir=${direction} compound=true ${effort} nodesep=0.32 ranksep=0.42
    node [shape=box fixedsize=true label=""] edge [arrowsize=0.8]
    ${lines.join('\n')} }`;
  const ids = new Map(Array.from(names, ([id, name]) => [name, id]));
  return { text, ids, edges: workflow.edges };
}

/** A label that is nothing but room for one. */
function room(width: number, height: number): string {
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}" fixedsize="true"`;
  return `<<table border="0" cellborder="0" cellspacing="0" cellpadding="0"><tr><td ${size}></td></tr></table>>`;
}
