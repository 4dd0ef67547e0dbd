/** The model of a CWL workflow, read from its documents without cwltool. */
import type { JsonObject } from '../../../base/json.ts';
import { createEdgeSet, type EdgeSet } from '../../workflow/edges.ts';
import { linesOf } from '../../workflow/lines.ts';
import {
  countJobs,
  inputsStage,
  stageId,
  type LineRange,
  type Stage,
  type Workflow,
} from '../../workflow/workflow.ts';
import type { CwlNode, CwlStep } from './process.ts';
import { cwlNeeds } from './requirement.ts';
import {
  createTracer,
  isScattered,
  lengthOf,
  portNames,
  type CwlScope,
  type Tracer,
} from './trace.ts';

/** No step can have this id: `~` in a name is written `~0`. */
const inputsId = '~inputs';

interface Context {
  readonly tracer: Tracer;
  readonly edges: EdgeSet;
}

/** @param parameters what the run starts from */
export function cwlModel(file: string, process: CwlNode, parameters: JsonObject): Workflow {
  const context = { tracer: createTracer(), edges: createEdgeSet() };
  if (process.data.class !== 'Workflow') {
    const name = file.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
    const tool = { name, data: {}, path: [], process };
    const stages = [describeTool(tool, name, 1, [process.data], placesOf(process))];
    return { language: 'cwl', file, stages, edges: [] };
  }
  const names = portNames(process.data.inputs);
  const scope: CwlScope = {
    id: '',
    process,
    input: (name) => ({
      origins: [{ stage: inputsId, output: name }],
      length: lengthOf(parameters[name] ?? null),
    }),
  };
  const stages = describeSteps(context, scope, 1, [process.data]);
  return {
    language: 'cwl',
    file,
    stages: names.length === 0 ? stages : [inputsStage(inputsId, 'inputs', names), ...stages],
    edges: context.edges.list(),
  };
}

/** @param copies how often the workflow itself runs */
function describeSteps(
  context: Context,
  scope: CwlScope,
  copies: number | undefined,
  levels: readonly JsonObject[],
): Stage[] {
  return scope.process.steps.map((step) => {
    const { process } = step;
    const id = stageId(scope.id, step.name);
    const count = context.tracer.count(scope, step);
    const total = count === undefined || copies === undefined ? undefined : count * copies;
    const below = [...levels, step.data, ...(process === undefined ? [] : [process.data])];
    const places = linesOf(scope.process.source, step.path, step.data, ['run']);
    if (process?.data.class === 'Workflow') {
      const inner = context.tracer.inner(scope, step, process);
      const stages = describeSteps(context, inner, total, below);
      return {
        ...describeTool(step, id, total, [], places),
        kind: 'workflow',
        copies: total,
        jobs: total === 0 ? 0 : countJobs(stages),
        stages,
      };
    }
    addFlows(context, scope, step, id);
    const own = process === undefined ? [] : placesOf(process);
    return describeTool(step, id, total, below, [...places, ...own]);
  });
}

function addFlows({ tracer, edges }: Context, scope: CwlScope, step: CwlStep, id: string): void {
  for (const parameter of tracer.inputNames(step)) {
    for (const { stage, output } of tracer.stepInput(scope, step, parameter).origins) {
      edges.addFlow(stage, id, { output, parameter });
    }
  }
}

function describeTool(
  step: CwlStep,
  id: string,
  count: number | undefined,
  levels: readonly JsonObject[],
  places: readonly LineRange[],
): Stage {
  const kind = step.process?.data.class;
  const isExpression = kind === 'ExpressionTool';
  return {
    id,
    name: step.name,
    kind: 'step',
    jobs: isExpression ? 0 : count,
    needs: cwlNeeds(levels),
    notes: [
      ...(kind === undefined ? ['what it runs cannot be read'] : []),
      ...(isExpression ? ['runs in the engine'] : []),
      ...(step.data.when === undefined ? [] : ['runs on a condition']),
      ...(isScattered(step) && count === undefined ? ['scatters over a list of the run'] : []),
    ],
    parameters: [],
    stages: [],
    places,
  };
}

function placesOf({ source, path, data }: CwlNode): LineRange[] {
  return linesOf(source, path, data, ['steps']);
}
