/** The model of a yadage workflow, as a look ahead at it tells: its stages, what passes between them, how often each runs. */
import type { Json } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { Forecast } from '../forecast/model.ts';
import { imageWithTag } from '../image.ts';
import { readResources } from '../resources.ts';
import type { Packtivity, YadageStage, YadageWorkflow } from '../read/workflow.ts';
import { linesOf } from '../../workflow/lines.ts';
import { readNeeds } from '../../workflow/needs.ts';
import {
  countJobs,
  inputsStage,
  type Stage,
  type StageNeeds,
  type Workflow,
} from '../../workflow/workflow.ts';
import { inputsId, yadageEdges } from './edges.ts';
import { idAt, innerPath, nameStages, type StageIds } from './stage-ids.ts';
import { tallyStages, type Tally } from './tally.ts';

export function yadageModel(file: string, forecast: Forecast): Workflow {
  const { workflow, parameters } = forecast;
  const ids = nameStages(workflow.stages);
  const context = { workflow, ids, tallyOf: tallyStages(forecast) };
  const stages = describeStages(context, workflow.stages, ['stages']);
  const names = parameters === undefined ? undefined : Object.keys(parameters);
  return {
    language: 'yadage',
    file,
    stages: names?.length === 0 ? stages : [inputsStage(inputsId, 'init', names ?? []), ...stages],
    edges: yadageEdges(forecast, ids),
  };
}

interface Context {
  readonly workflow: YadageWorkflow;
  readonly ids: StageIds;
  readonly tallyOf: (path: NodePath) => Tally;
}

function describeStages(context: Context, stages: readonly YadageStage[], path: NodePath): Stage[] {
  const first = new Map(stages.map(({ name }, index) => [name, index] as const).toReversed());
  return stages.map((stage, index) => {
    const described = describeStage(context, stage, [...path, index]);
    if (first.get(stage.name) === index) return described;
    return { ...described, notes: [...described.notes, 'same name as another stage'] };
  });
}

function describeStage(context: Context, stage: YadageStage, path: NodePath): Stage {
  const { scheduler } = stage;
  const inner = scheduler.workflow?.stages;
  const stages = inner === undefined ? [] : describeStages(context, inner, innerPath(path));
  const { count, waitsFor } = context.tallyOf(path);
  const tasks = [scheduler.step, ...(scheduler.cases ?? []).map((one) => one.step)].filter(
    (one) => one !== undefined,
  );
  const [task] = tasks;
  const isJob = tasks.length === 0 || tasks.some(runsAsJob);
  const own = {
    id: idAt(context.ids, path),
    name: stage.name,
    needs: needsOf(task),
    notes: [
      ...(waitsFor === undefined ? [] : [neverStarts(waitsFor)]),
      ...(isJob ? [] : ['runs in the engine']),
      ...(scheduler.cases === undefined ? [] : [`one of ${scheduler.cases.length} cases`]),
    ],
    parameters: [],
    stages,
    places: linesOf(context.workflow, path, stage as unknown as Json, ['workflow']),
  };
  if (inner === undefined) return { ...own, kind: 'step', jobs: isJob ? count : 0 };
  return { ...own, kind: 'workflow', copies: count, jobs: count === 0 ? 0 : countJobs(stages) };
}

/** Without a process and an environment, the engine itself publishes what the step is to give. */
function runsAsJob({ process, environment }: Packtivity): boolean {
  return process !== null || environment !== null;
}

function neverStarts(waitsFor: string): string {
  return waitsFor === '' ? 'never starts' : `never starts: waits for ${waitsFor}`;
}

function needsOf(task: Packtivity | undefined): StageNeeds {
  const environment = task?.environment;
  if (environment?.image === undefined) return { credentials: [] };
  return readNeeds(
    imageWithTag(environment.image, environment.imagetag),
    readResources(environment.resources).hints,
  );
}
