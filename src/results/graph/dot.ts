/** A workflow as DOT, for Graphviz and the many programs that read it. */
import { unprintable } from '../../base/printable.ts';
import {
  allStages,
  type Stage,
  type StageEdge,
  type Workflow,
} from '../../languages/workflow/workflow.ts';
import type { Annotations } from './annotation.ts';
import { makeCard } from './card.ts';
import { flowTexts } from './words.ts';

const colours = {
  finished: '#2f855a',
  failed: '#c53030',
  running: '#2b6cb0',
  stopped: '#b7791f',
  waiting: '#a0aec0',
  unclear: '#805ad5',
} as const;

/** Sub-workflows are clusters; every name is quoted. */
export function workflowToDot(workflow: Workflow, annotations: Annotations = {}): string {
  const leaves = new Map(workflow.stages.flatMap(leavesOf));
  return [
    `digraph ${quote(workflow.file)} {`,
    '  compound=true',
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=11]',
    '  edge [fontname="Helvetica", fontsize=9]',
    ...workflow.stages.flatMap((stage) => describe(stage, annotations, '  ')),
    ...workflow.edges.flatMap((edge) => arrow(edge, leaves)),
    '}',
    '',
  ].join('\n');
}

function describe(stage: Stage, annotations: Annotations, indent: string): string[] {
  const card = makeCard(stage, annotations, false);
  const title = card.badge === undefined ? card.title : `${card.title} ${card.badge}`;
  const label = quote([title, ...card.lines.map(({ text }) => text)].join('\n'));
  const status = card.progress?.status;
  const colour =
    card.severity === 'error' ? '#c53030' : status === undefined ? undefined : colours[status];
  const paint = colour === undefined ? [] : [`color="${colour}"`, 'penwidth=2'];
  if (stage.stages.length > 0) {
    return [
      `${indent}subgraph ${quote(`cluster_${stage.id}`)} {`,
      ...[`label=${label}`, ...paint].map((line) => `${indent}  ${line}`),
      ...stage.stages.flatMap((inner) => describe(inner, annotations, `${indent}  `)),
      `${indent}}`,
    ];
  }
  const shape =
    stage.kind === 'inputs' ? ['shape=diamond'] : stage.kind === 'target' ? ['style=dashed'] : [];
  return [`${indent}${quote(stage.id)} [${[`label=${label}`, ...shape, ...paint].join(', ')}]`];
}

interface Leaves {
  readonly first: string;
  readonly last: string;
}

/** Arrows of DOT end at nodes: for a cluster, at its first or last one, cut off at its frame. */
function arrow(edge: StageEdge, leaves: ReadonlyMap<string, Leaves>): string[] {
  const [from, to] = [leaves.get(edge.from), leaves.get(edge.to)];
  if (from === undefined || to === undefined) return [];
  const flows = flowTexts(edge).join('\n');
  const attributes = [
    ...(flows === '' ? [] : [`label=${quote(flows)}`]),
    ...(edge.kind === 'order' ? ['style=dashed'] : []),
    ...(from.last === edge.from ? [] : [`ltail=${quote(`cluster_${edge.from}`)}`]),
    ...(to.first === edge.to ? [] : [`lhead=${quote(`cluster_${edge.to}`)}`]),
  ];
  const suffix = attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`;
  return [`  ${quote(from.last)} -> ${quote(to.first)}${suffix}`];
}

/** For every stage the first and the last in it that has no stages itself. */
export function leavesOf(stage: Stage): [string, Leaves][] {
  const inner = allStages(stage).filter(({ stages }) => stages.length === 0);
  const leaves = { first: inner[0]?.id ?? stage.id, last: inner.at(-1)?.id ?? stage.id };
  return [[stage.id, leaves], ...stage.stages.flatMap(leavesOf)];
}

function quote(text: string): string {
  const plain = text.replace(unprintable, (found) => (found === '\n' ? found : ' '));
  return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
