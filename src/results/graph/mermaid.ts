/** A workflow as Mermaid text, which GitLab and GitHub draw in descriptions, notes and pages. */
import { unprintable } from '../../base/printable.ts';
import {
  allStages,
  type Stage,
  type StageEdge,
  type Workflow,
} from '../../languages/workflow/workflow.ts';
import type { Annotations } from './annotation.ts';
import { simplifyWorkflow } from './simplify.ts';
import {
  findingLines,
  firstOf,
  flowTexts,
  multiplicityOf,
  needsOf,
  progressText,
  shortImage,
  shorten,
} from './words.ts';

/** What a reader can still find a way through. */
const mostStages = 300;
/** Beyond, boxes carry only names and arrows no labels. */
const mostLabelled = 40;
/** Mermaid draws nothing of a longer text, or of more arrows. */
const longestText = 50_000;
const mostArrows = 500;
/** So few stages fit, whatever their names are. */
const fewest = 4;

export interface MermaidOptions {
  /**
   * Characters up to which the page draws without being asked. To stay below, boxes carry only names and arrows no
   * labels; no stage is left out for it.
   */
  readonly wanted?: number;
}

/**
 * A flowchart: sub-workflows as frames, data as arrows, dependencies without data dashed. Names are escaped;
 * of more than 300 stages, or more arrows than Mermaid draws, sub-workflows become one stage each, and then
 * the last stages one.
 */
export function workflowToMermaid(
  workflow: Workflow,
  annotations: Annotations = {},
  { wanted = longestText }: MermaidOptions = {},
): string {
  for (let most = Math.min(mostStages, allStages(workflow).length); ;) {
    const simple = simplifyWorkflow(workflow, most);
    const text = fullestText(simple, annotations, wanted);
    const fits = text.length <= longestText && simple.edges.length <= mostArrows;
    if (fits || most <= fewest) return text;
    most = Math.max(Math.floor(most * 0.7), fewest);
  }
}

/** As much as is wanted, or else as can be drawn at all. */
function fullestText(workflow: Workflow, annotations: Annotations, wanted: number): string {
  const names = write(workflow, annotations, true);
  if (allStages(workflow).length > mostLabelled) return names;
  const full = write(workflow, annotations, false);
  if (full.length <= wanted || (names.length > wanted && full.length <= longestText)) return full;
  return names;
}

function write(workflow: Workflow, annotations: Annotations, onlyNames: boolean): string {
  const stages = allStages(workflow);
  const ids = new Map(stages.map(({ id }, index) => [id, `s${index}`]));
  const context = { ids, annotations, onlyNames };
  return [
    'flowchart TB',
    ...workflow.stages.flatMap((stage) => describe(context, stage, '  ')),
    ...workflow.edges.map((edge) => `  ${arrow(context, edge)}`),
    ...classLines(context, stages),
    '',
  ].join('\n');
}

interface Context {
  readonly ids: ReadonlyMap<string, string>;
  readonly annotations: Annotations;
  readonly onlyNames: boolean;
}

function describe(context: Context, stage: Stage, indent: string): string[] {
  const id = context.ids.get(stage.id) ?? '';
  const label = quote(labelLines(context, stage).join('\n'));
  if (stage.stages.length > 0) {
    const inner = stage.stages.flatMap((each) => describe(context, each, `${indent}  `));
    return [`${indent}subgraph ${id}[${label}]`, ...inner, `${indent}end`];
  }
  const [open, close] =
    stage.kind === 'inputs' ? ['([', '])'] : stage.kind === 'target' ? ['{{', '}}'] : ['[', ']'];
  return [`${indent}${id}${open}${label}${close}`];
}

function labelLines({ annotations, onlyNames }: Context, stage: Stage): string[] {
  const times = multiplicityOf(stage);
  const progress = annotations.statuses?.get(stage.id);
  const findings = annotations.findings?.get(stage.id) ?? [];
  const name = shorten(stage.name, 60);
  const details = [
    ...firstOf(stage.parameters, 6),
    ...(stage.needs.image === undefined ? [] : [shortImage(stage.needs.image)]),
    needsOf(stage),
  ];
  return [
    times === undefined ? name : `${name} ${times}`,
    ...(onlyNames ? [] : details.map((line) => shorten(line, 60))),
    ...firstOf(stage.notes, 3).map((line) => shorten(line, 60)),
    // Mermaid would break this line, which is wider than most boxes.
    ...(progress === undefined ? [] : [progressText(progress).replaceAll(' ', '\u00a0')]),
    ...findingLines(findings, 3).map(({ text }) => shorten(text, 60)),
  ].filter((line) => line !== '');
}

function arrow({ ids, onlyNames }: Context, edge: StageEdge): string {
  const [from = '', to = ''] = [ids.get(edge.from), ids.get(edge.to)];
  if (edge.kind === 'order') return `${from} -.-> ${to}`;
  const texts = onlyNames ? [] : firstOf(flowTexts(edge), 3).map((text) => shorten(text, 40));
  return texts.length === 0 ? `${from} --> ${to}` : `${from} -->|${quote(texts.join('\n'))}| ${to}`;
}

/** Colours that can be read on a light and on a dark page. */
const classes = {
  finished: 'stroke:#2f855a,stroke-width:3px',
  failed: 'stroke:#c53030,stroke-width:3px',
  running: 'stroke:#2b6cb0,stroke-width:3px',
  stopped: 'stroke:#b7791f,stroke-width:3px',
  waiting: 'stroke:#a0aec0,stroke-dasharray:3 3',
  unclear: 'stroke:#805ad5,stroke-width:2px',
  faulty: 'stroke:#c53030,stroke-width:3px,stroke-dasharray:6 3',
} as const;

function classLines({ ids, annotations }: Context, stages: readonly Stage[]): string[] {
  const used = new Map<keyof typeof classes, string[]>();
  for (const { id } of stages) {
    const findings = annotations.findings?.get(id) ?? [];
    const isFaulty = findings.some(({ severity }) => severity === 'error');
    const name = isFaulty ? 'faulty' : annotations.statuses?.get(id)?.status;
    if (name !== undefined) used.set(name, [...(used.get(name) ?? []), ids.get(id) ?? '']);
  }
  return Array.from(used).flatMap(([name, members]) => [
    `  classDef ${name} ${classes[name]}`,
    `  class ${members.join(',')} ${name}`,
  ]);
}

/**
 * Text as Mermaid takes it between quotes. Mermaid reads labels as Markdown and HTML, and its entities are
 * written with `#`: everything but plain characters is spelled by number.
 */
function quote(text: string): string {
  const plain = text
    .split('\n')
    .map((line) => line.replace(unprintable, ' '))
    // A colon before a letter could name an icon.
    .map((line) => line.replace(/[^\p{L}\p{N} \u00a0,.:/=+…×·→-]|:(?=\p{L})/gu, byNumber))
    // What begins like an item of a Markdown list would be refused as one.
    .map((line) =>
      line.replace(
        /^(\d*)([.+-])/,
        (_, digits: string, char: string) => `${digits}${byNumber(char)}`,
      ),
    );
  return `"${plain.join('<br/>')}"`;
}

function byNumber(char: string): string {
  return `#${char.codePointAt(0) ?? 63};`;
}
