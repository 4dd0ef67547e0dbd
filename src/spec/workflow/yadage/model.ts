/** The model of a yadage workflow: its stages, what passes between them, and how often each runs. */
import type { Json, JsonObject } from '../../../base/json.ts';
import type { NodePath } from '../../source-document.ts';
import type { Packtivity, YadageStage, YadageWorkflow } from '../../yadage/workflow.ts';
import { createEdgeSet } from '../edges.ts';
import { linesOf } from '../lines.ts';
import { readNeeds } from '../needs.ts';
import { countJobs, stageId, type Stage, type StageNeeds, type Workflow } from '../workflow.ts';
import { addOrderEdges } from './order.ts';
import { exploreStages, type Exploration } from './explore.ts';
import { createScope } from './scope.ts';
import { fromJson, readInitText } from './value.ts';

/** Steps told apart while counting; beyond, a multistep stage is looked at as a whole. */
const mostSteps = 1000;

/** @param parameters what the run starts from */
export function yadageModel(
  file: string,
  workflow: YadageWorkflow,
  parameters: JsonObject,
): Workflow {
  const exploration: Exploration = {
    edges: createEdgeSet(),
    jobs: new Map(),
    copies: new Map(),
    budget: mostSteps,
  };
  const names = Object.keys(parameters);
  const inputs = names.map(
    (name) =>
      [
        name,
        fromJson(parameters[name] ?? null, [{ stage: 'init', output: name }], readInitText),
      ] as const,
  );
  const init = names.length === 0 ? undefined : new Map(inputs);
  exploreStages(exploration, createScope('', false), workflow.stages, init);
  addOrderEdges(exploration.edges, workflow.stages, '');
  const stages = describeStages({ workflow, exploration }, workflow.stages, ['stages'], '');
  return {
    language: 'yadage',
    file,
    stages: init === undefined ? stages : [inputsStage(names), ...stages],
    edges: exploration.edges.list(),
  };
}

function inputsStage(parameters: readonly string[]): Stage {
  return {
    id: 'init',
    name: 'init',
    kind: 'inputs',
    jobs: 0,
    needs: { credentials: [] },
    notes: [],
    parameters,
    stages: [],
    places: [],
  };
}

interface Context {
  readonly workflow: YadageWorkflow;
  readonly exploration: Exploration;
}

function describeStages(
  context: Context,
  stages: readonly YadageStage[],
  path: NodePath,
  outer: string,
): Stage[] {
  const uses = new Map<string, number>();
  return stages.map((stage, index) => {
    const use = (uses.get(stage.name) ?? 0) + 1;
    uses.set(stage.name, use);
    const described = describeStage(context, stage, [...path, index], outer);
    return use === 1
      ? described
      : {
          ...described,
          id: `${described.id} (${use})`,
          notes: [...described.notes, 'same name as another stage'],
        };
  });
}

function describeStage(context: Context, stage: YadageStage, path: NodePath, outer: string): Stage {
  const { scheduler } = stage;
  const { jobs, copies } = context.exploration;
  const id = stageId(outer, stage.name);
  const inner = scheduler.workflow?.stages;
  const stages =
    inner === undefined
      ? []
      : describeStages(context, inner, [...path, 'scheduler', 'workflow', 'stages'], id);
  const starts = jobs.has(id) || copies.has(id);
  const task = scheduler.step ?? scheduler.cases?.[0]?.step;
  const own = {
    id,
    name: stage.name,
    needs: needsOf(task),
    notes: [
      ...(starts ? [] : ['never starts: what it depends on is never there']),
      ...(scheduler.cases === undefined ? [] : [`one of ${scheduler.cases.length} cases`]),
    ],
    parameters: [],
    stages,
    places: linesOf(context.workflow, path, stage as unknown as Json, ['workflow']),
  };
  if (inner === undefined) return { ...own, kind: 'step', jobs: starts ? jobs.get(id) : 0 };
  const number = starts ? copies.get(id) : 0;
  return { ...own, kind: 'workflow', copies: number, jobs: number === 0 ? 0 : countJobs(stages) };
}

function needsOf(task: Packtivity | undefined): StageNeeds {
  const environment = task?.environment;
  if (environment?.image === undefined) return { credentials: [] };
  const { image, imagetag = '', resources } = environment;
  return readNeeds(imagetag === '' ? image : `${image}:${imagetag}`, resources);
}
