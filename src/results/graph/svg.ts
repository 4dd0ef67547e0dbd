/** A workflow as an SVG picture that needs nothing but itself and can be read on light and dark pages. */
import { escapeXml } from '../../base/xml.ts';
import { allStages, type StageEdge, type Workflow } from '../../languages/workflow/workflow.ts';
import type { Annotations } from './annotation.ts';
import { type Card, makeCard } from './card.ts';
import { layOutChain } from './chain-layout.ts';
import { layOutRows } from './row-layout.ts';
import { type Layout, layOut } from './layout.ts';
import { reachOfArrows } from './ranks.ts';
import { simplifyWorkflow } from './simplify.ts';
import { svgCard, svgEdge, svgFrame, svgFrameTitle } from './svg-parts.ts';
import { straightenArrows } from './straighten.ts';
import { styleSheet, svgText } from './svg-style.ts';
import { textWidth } from './text-width.ts';
import { firstOf, flowTexts, shorten, sizeOf } from './words.ts';

/** Beyond, cards carry only names, and arrows no labels. */
const mostDetailed = 60;
const mostStages = 1000;
/** Labels, each of which Graphviz finds a place for; among more arrows nobody sees whose they are. */
const mostLabels = 120;
/** Reach of arrows that Graphviz takes some seconds for. */
const mostReach = 8000;
const margin = 24;
const headHeight = 44;
const footHeight = 30;

/**
 * Draws from the top down; from left to right when that would be far wider than high, and a long chain in
 * columns.
 */
export async function workflowToSvg(
  workflow: Workflow,
  annotations: Annotations = {},
): Promise<string> {
  const simple = clearWorkflow(simplifyWorkflow(workflow, mostStages));
  const stages = allStages(simple);
  const isSmall = stages.length > mostDetailed;
  const cards = new Map(stages.map((stage) => [stage.id, makeCard(stage, annotations, isSmall)]));
  const isBare = isSmall || simple.edges.length > mostLabels;
  const labels = new Map(simple.edges.map((edge) => [edge, isBare ? [] : labelOf(edge)]));
  const layout = await bestLayout(simple, cards, (edge) => sizeOfLabel(labels.get(edge) ?? []));
  return assemble({ workflow, simple, cards, labels, layout });
}

interface Picture {
  readonly workflow: Workflow;
  /** What is drawn of it. */
  readonly simple: Workflow;
  readonly cards: ReadonlyMap<string, Card>;
  readonly labels: ReadonlyMap<StageEdge, readonly string[]>;
  readonly layout: Layout;
}

/** Sub-workflows become one stage each where there are too many arrows for frames. */
function clearWorkflow(workflow: Workflow): Workflow {
  return reachOfArrows(workflow) > mostReach
    ? simplifyWorkflow(workflow, workflow.stages.length)
    : workflow;
}

type LabelSize = (edge: StageEdge) => { width: number; height: number } | undefined;

async function bestLayout(
  workflow: Workflow,
  cards: ReadonlyMap<string, Card>,
  labelSize: LabelSize,
): Promise<Layout> {
  const chain = layOutChain(workflow, cards);
  if (chain !== undefined) return chain;
  if (reachOfArrows(workflow) > mostReach) return layOutRows(workflow, cards);
  const down = await layOut({ workflow, cards, labelSize, direction: 'TB' });
  if (down.width < 1600 || down.width < 2.2 * down.height) {
    return straightenArrows(down, workflow, labelSize);
  }
  const across = await layOut({ workflow, cards, labelSize, direction: 'LR' });
  return across.width < down.width ? across : straightenArrows(down, workflow, labelSize);
}

function labelOf(edge: StageEdge): string[] {
  if (edge.kind === 'order') return edge.enforced ? [] : ['order not enforced'];
  return firstOf(flowTexts(edge), 3).map((text) => shorten(text, 32));
}

function sizeOfLabel(lines: readonly string[]): { width: number; height: number } | undefined {
  if (lines.length === 0) return undefined;
  const widths = lines.map((line) => textWidth(line, 10));
  return { width: Math.max(...widths) + 14, height: lines.length * 13 + 4 };
}

function assemble({ workflow, simple, cards, labels, layout }: Picture): string {
  const title = `${workflow.file} · ${workflow.language}`;
  const size = sizeOf(workflow);
  const legend = legendOf(simple);
  const head = Math.max(
    textWidth(title, 15, true) + textWidth(size, 12) + 40,
    textWidth(legend, 11),
  );
  const width = Math.ceil(Math.max(layout.width, head)) + 2 * margin;
  const foot = legend === '' ? 0 : footHeight;
  const height = Math.ceil(layout.height) + headHeight + 2 * margin + foot;
  const left = Math.round((width - layout.width) / 2);
  const stages = allStages(simple);
  const placed = stages.flatMap((stage) => {
    const [card, box] = [cards.get(stage.id), layout.boxes.get(stage.id)];
    return card === undefined || box === undefined ? [] : [{ card, box }];
  });
  const frames = placed.filter(({ card }) => card.stage.stages.length > 0);
  const leaves = placed.filter(({ card }) => card.stage.stages.length === 0);
  const body = [
    ...frames.map(({ card, box }) => svgFrame(card, box)),
    ...layout.edges.map((edge) => svgEdge(edge, labels.get(edge.edge) ?? [])),
    ...frames.map(({ card, box }) => svgFrameTitle(card, box)),
    ...leaves.map(({ card, box }) => svgCard(card, box)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(`Workflow ${title}: ${size}`)}" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif">
<style>${styleSheet}</style>
<rect class="page" width="${width}" height="${height}" rx="10" fill="#ffffff"/>
${svgText({ x: margin, y: margin + 12, text: title, tone: 'ink', size: 15, bold: true })}
${svgText({ x: width - margin, y: margin + 12, text: size, tone: 'muted', size: 12, anchor: 'end' })}
<g transform="translate(${left} ${margin + headHeight - 8})">
${body.join('\n')}
</g>
${legend === '' ? '' : svgText({ x: margin, y: height - 16, text: legend, tone: 'muted', size: 11 })}
</svg>
`;
}

/** Only what the picture really shows. */
function legendOf({ stages, edges }: Workflow): string {
  const all = allStages({ stages });
  const steps = all.filter(({ kind }) => kind === 'step');
  const most = steps.reduce((largest, { jobs = 0 }) => Math.max(largest, jobs), 0);
  const hasCopies = all.some(({ kind, copies }) => kind === 'workflow' && copies !== 1);
  return [
    ...(edges.some(({ kind }) => kind === 'data') ? ['solid arrow: data'] : []),
    ...(edges.some(({ kind }) => kind === 'order')
      ? ['dashed arrow: dependency without data']
      : []),
    ...(most > 1 ? [`×${most}: jobs in all${hasCopies ? ', on a frame copies' : ''}`] : []),
    ...(all.some(({ jobs }) => jobs === undefined) ? ['×N: known when it runs'] : []),
  ].join('   ·   ');
}
