/** A workflow as lines of text for a terminal. */
import { plainText } from '../../base/table.ts';
import {
  allStages,
  type Stage,
  type StageEdge,
  type Workflow,
} from '../../languages/workflow/workflow.ts';
import type { Annotations } from './annotation.ts';
import {
  firstOf,
  flowTexts,
  multiplicityOf,
  needsOf,
  progressText,
  shortImage,
  sizeOf,
} from './words.ts';

/** Each stage with what it needs, and below it where its data comes from. */
export function workflowToText(workflow: Workflow, annotations: Annotations = {}): string[] {
  const names = new Map(allStages(workflow).map(({ id, name }) => [id, name]));
  const incoming = Map.groupBy(workflow.edges, (edge) => edge.to);
  const context = { names, incoming, annotations };
  return [
    `${plainText(workflow.file)} · ${workflow.language} · ${sizeOf(workflow)}`,
    ...workflow.stages.flatMap((stage) => ['', ...describe(context, stage, '')]),
  ];
}

interface Context {
  readonly names: ReadonlyMap<string, string>;
  readonly incoming: ReadonlyMap<string, readonly StageEdge[]>;
  readonly annotations: Annotations;
}

function describe(context: Context, stage: Stage, indent: string): string[] {
  const { names, incoming, annotations } = context;
  const progress = annotations.statuses?.get(stage.id);
  const head = [
    stage.name,
    multiplicityOf(stage) ?? '',
    shortImage(stage.needs.image ?? ''),
    needsOf(stage),
    ...stage.notes,
    progress === undefined ? '' : progressText(progress),
  ].filter((part) => part !== '');
  const parameters = stage.parameters.length === 0 ? [] : [stage.parameters.join(', ')];
  const arrows = (incoming.get(stage.id) ?? []).map((edge) => {
    const source = displayName(edge.from, stage.id, names);
    if (edge.kind === 'sequence') return `after ${source}`;
    if (edge.kind === 'order') {
      return `after ${source}${edge.enforced ? '' : ' (order not enforced)'}`;
    }
    return `← ${source}: ${firstOf(flowTexts(edge), 4).join(', ')}`;
  });
  const findings = (annotations.findings?.get(stage.id) ?? []).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
  const lines = [...parameters, ...arrows, ...findings].map(
    (line) => `${indent}  ${plainText(line)}`,
  );
  const inner = stage.stages.flatMap((each) => describe(context, each, `${indent}  `));
  return [`${indent}${plainText(head.join('  '))}`, ...lines, ...inner];
}

/** The name alone among stages of one scope; with the names around it from elsewhere. */
function displayName(from: string, to: string, names: ReadonlyMap<string, string>): string {
  const scope = to.slice(0, to.lastIndexOf('/') + 1);
  const inSame = from.startsWith(scope) && !from.slice(scope.length).includes('/');
  return inSame ? (names.get(from) ?? from) : from.replace(/^~/, '');
}
