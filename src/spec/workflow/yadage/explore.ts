/** Goes through the stages of a yadage workflow as the engine would, without running anything. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import type { Scheduler, Task, YadageStage } from '../../yadage/workflow.ts';
import type { EdgeSet } from '../edges.ts';
import { stageId } from '../workflow.ts';
import { evaluate } from './evaluate.ts';
import { resultOf } from './result.ts';
import { scatterParameters, type Parameters } from './scatter.ts';
import { createScope, enter, select, type Scope, type StepInstance } from './scope.ts';
import { originsOf, unknown, type Origin, type Value } from './value.ts';

export interface Exploration {
  readonly edges: EdgeSet;
  /** By stage: the jobs it becomes, `undefined` when only the run can tell. */
  readonly jobs: Map<string, number | undefined>;
  /** By stage with a sub-workflow: how many copies there are of it. */
  readonly copies: Map<string, number | undefined>;
  /** How many more steps may be told apart. */
  budget: number;
}

/** So deep may sub-workflows lie in one another; the real loader gives up earlier. */
const deepest = 30;

/**
 * Applies the stages whose dependencies are there, again and again, until none is left or none can start.
 *
 * @param parameters what the scope's `init` stage publishes; `undefined` when there is no such stage
 */
export function exploreStages(
  exploration: Exploration,
  scope: Scope,
  stages: readonly YadageStage[],
  parameters: Parameters | undefined,
  depth = 0,
): void {
  if (parameters !== undefined) enter(scope, 'init', [initStep(scope, parameters)]);
  const open = new Set(stages);
  for (let before = -1; before !== open.size;) {
    before = open.size;
    for (const stage of open) {
      if (!isReady(scope, stage)) continue;
      open.delete(stage);
      apply(exploration, scope, stage, depth);
    }
  }
  for (const stage of open) scope.waiting.add(stage.name);
}

/** The `init` of a sub-workflow hands on what it was given, so that what is read shows where it comes from. */
function initStep({ id }: Scope, parameters: Parameters): StepInstance {
  const stage = id === '' ? 'init' : id;
  return { stage, many: false, result: { kind: 'dict', entries: parameters, origins: [] } };
}

function isReady(scope: Scope, { dependencies }: YadageStage): boolean {
  if (dependencies?.dependency_type === 'expressions_fulfilled') return true;
  return (dependencies?.expressions ?? []).every((expression) => {
    const found = select(scope, expression);
    return found.length > 0 && found.every((each) => !('index' in each) || isDone(each));
  });
}

/** A sub-workflow is done when all its stages have started, and those of the workflows inside of it. */
function isDone(scope: Scope): boolean {
  const inner = Object.values(scope.index).flat();
  return (
    scope.waiting.size === 0 &&
    inner.every((entry) => {
      const meaning = scope.meanings.get(entry);
      return meaning === undefined || !('index' in meaning) || isDone(meaning);
    })
  );
}

function apply(exploration: Exploration, scope: Scope, stage: YadageStage, depth: number): void {
  const { scheduler } = stage;
  const id = stageId(scope.id, stage.name);
  const given = parametersOf(scope, scheduler);
  const { count, sets } =
    scheduler.scheduler_type === 'multistep-stage'
      ? scatterParameters(given, scheduler, exploration.budget)
      : scheduler.scheduler_type === 'jq-stage'
        ? { count: undefined, sets: [given] }
        : { count: 1, sets: [given] };
  const many = count !== sets.length;
  exploration.budget -= sets.length;
  const total = scope.many ? undefined : count;
  if (scheduler.workflow === undefined) {
    addTo(exploration.jobs, id, scheduler.cases === undefined ? total : undefined);
    enter(
      scope,
      stage.name,
      sets.map((set) => addStep(exploration, id, scheduler, set, many)),
    );
  } else {
    addTo(exploration.copies, id, total);
    const inner = scheduler.workflow.stages;
    const isMany = scope.many || many;
    const scopes = sets.map((set) => {
      const each = createScope(id, isMany, scope);
      if (depth < deepest) exploreStages(exploration, each, inner, set, depth + 1);
      addUnread(exploration, each, set);
      return each;
    });
    enter(scope, stage.name, scopes);
  }
  for (const [name, value] of Object.entries(scheduler.register_values ?? {})) {
    scope.values.set(name, value);
  }
}

function parametersOf(scope: Scope, scheduler: Scheduler): Parameters {
  if (scheduler.scheduler_type === 'jq-stage') {
    const bindings = Object.entries(scheduler.bindings ?? {});
    return new Map(bindings.map(([key, value]) => [key, unknown(referencesIn(scope, value))]));
  }
  const entries = (scheduler.parameters ?? []).flatMap(({ key, value }): [string, Value][] =>
    key === undefined || value === undefined ? [] : [[key, evaluate(scope, value)]],
  );
  return new Map(entries);
}

/** The stages that the jq programs of `{$wflowref: [nodes, result]}` start from. */
function referencesIn(scope: Scope, value: Json): Origin[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item) => referencesIn(scope, item));
  }
  if (!isJsonObject(value)) return [];
  const { $wflowref: reference } = value;
  if (!Array.isArray(reference)) {
    return Object.values(value).flatMap((item) => referencesIn(scope, item));
  }
  const [nodes] = reference as readonly Json[];
  const names = typeof nodes === 'string' ? nodes.matchAll(/\.([A-Za-z_]\w*)/g) : [];
  return Array.from(names).flatMap(([, name]) =>
    select(scope, name).flatMap((found) =>
      'index' in found
        ? []
        : found.stage === scope.id
          ? originsOf(found.result)
          : [{ stage: found.stage, output: '' }],
    ),
  );
}

function addStep(
  { edges }: Exploration,
  id: string,
  task: Task,
  parameters: Parameters,
  many: boolean,
): StepInstance {
  for (const [parameter, value] of parameters) {
    for (const { stage, output } of originsOf(value))
      edges.addFlow(stage, id, { output, parameter });
  }
  return { stage: id, many, result: resultOf(id, task.step?.publisher, parameters) };
}

/** What a sub-workflow is given and no stage in it reads ends at the sub-workflow itself. */
function addUnread({ edges }: Exploration, scope: Scope, parameters: Parameters): void {
  for (const [parameter, value] of parameters) {
    if (scope.read.has(parameter)) continue;
    for (const { stage, output } of originsOf(value)) {
      edges.addFlow(stage, scope.id, { output, parameter });
    }
  }
}

function addTo(
  counts: Map<string, number | undefined>,
  id: string,
  more: number | undefined,
): void {
  const known = counts.has(id) ? counts.get(id) : 0;
  counts.set(id, known === undefined || more === undefined ? undefined : known + more);
}
