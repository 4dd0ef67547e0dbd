/** What happens when a stage's turn has come: its steps and sub-workflows are added to the graph. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import { PythonError } from '../../../spec/python/error.ts';
import { isTruthy, pythonRepr } from '../../../spec/python/value.ts';
import type { Scheduler, Task } from '../../../spec/yadage/workflow.ts';
import { jqFirst } from './jq.ts';
import { parametersByJq } from './jq-stage.ts';
import { initOptions, initStep, type InitScheduler, type Rule } from './model.ts';
import { scatter, type Parameters } from './scatter.ts';
import { selectParameter } from './selectors.ts';
import {
  mapLeaves,
  OutputReference,
  readPointer,
  sortKeys,
  withoutLength,
  type Value,
} from './value.ts';
import type { StageSpec, WorkflowView } from './view.ts';

/**
 * Applies a stage.
 *
 * @throws PythonError as the real engine fails; that ends the whole workflow
 */
export async function schedule(rule: Rule, view: WorkflowView): Promise<void> {
  const { scheduler } = rule;
  switch (scheduler.scheduler_type) {
    case 'init-stage': {
      scheduleInit(rule, view, scheduler as InitScheduler);
      return;
    }
    case 'singlestep-stage':
      await addTask(rule, view, rule.name, selectParameters(view, scheduler), scheduler);
      break;
    case 'multistep-stage':
      await addMany(rule, view, scatter(selectParameters(view, scheduler), scheduler), scheduler);
      break;
    case 'jq-stage':
      await addMany(rule, view, await parametersByJq(view, scheduler), scheduler);
      break;
  }
  for (const [key, value] of Object.entries(scheduler.register_values ?? {})) {
    view.addValue(key, value);
  }
}

function selectParameters(view: WorkflowView, scheduler: Scheduler): Parameters {
  const selected = (scheduler.parameters ?? []).map(({ key, value }) => {
    if (key === undefined) throw new PythonError('KeyError', "'key'");
    if (value === undefined) throw new PythonError('KeyError', "'value'");
    return [key, value] as const;
  });
  return Object.fromEntries(
    selected.map(([key, value]) => [key, selectParameter(view, value)] as const),
  );
}

async function addMany(
  rule: Rule,
  view: WorkflowView,
  sets: readonly Value[],
  scheduler: Scheduler,
): Promise<void> {
  for (const [index, parameters] of sets.entries()) {
    await addTask(rule, view, `${rule.name}_${index}`, parameters, scheduler);
  }
}

async function addTask(
  rule: Rule,
  view: WorkflowView,
  name: string,
  given: Value,
  scheduler: Scheduler,
): Promise<void> {
  const { parameters, inputs } = resolveReferences(view, given);
  const final =
    scheduler.scheduler_type === 'jq-stage'
      ? await jqFirst(scheduler.postscript ?? '.', parameters)
      : parameters;
  await addTo(rule, view, name, final, inputs, scheduler);
}

/** Puts in the outputs that parameters refer to, and notes which ones those were. */
function resolveReferences(
  view: WorkflowView,
  value: Value,
): { parameters: Json; inputs: OutputReference[] } {
  const inputs: OutputReference[] = [];
  const parameters = mapLeaves(value, (leaf) => {
    if (!(leaf instanceof OutputReference)) return leaf;
    const node = view.workflow.node(leaf.nodeId);
    const { result } = node;
    if (!node.hasResult || result === undefined) throw new PythonError('RuntimeError', 'attempt');
    inputs.push(leaf);
    return readPointer(sortKeys(result), leaf.pointer);
  });
  return { parameters: parameters as Json, inputs };
}

async function addTo(
  rule: Rule,
  view: WorkflowView,
  name: string,
  parameters: Json,
  inputs: readonly OutputReference[],
  task: Task & Pick<Scheduler, 'workflow_opts'>,
): Promise<void> {
  const dependencies = new Set(inputs.map((input) => view.workflow.node(input.nodeId).task.state));
  if (task.step !== undefined) {
    const state = await rule.provider.newState(name, Array.from(dependencies));
    view.addStep({
      name,
      spec: task.step,
      parameters: checkParameters(parameters),
      state,
      inputs,
      stage: rule.name,
    });
  } else if (task.workflow !== undefined) {
    const provider = await rule.provider.newProvider(name, Array.from(dependencies));
    const init = initStage(parameters, {
      ...initOptions(task.workflow_opts),
      inputs,
      nodeName: `init_${name}`,
    });
    view.addWorkflow(rule.name, [init, ...task.workflow.stages], provider);
  } else if (task.cases !== undefined) {
    await addCase(rule, view, name, parameters, inputs, task.cases);
  } else {
    throw new PythonError(
      'RuntimeError',
      `do not know what kind of stage spec we are dealing with. dict_keys(${pythonRepr(Object.keys(task))})`,
    );
  }
}

/** The first case whose condition holds; when none does, the stage adds nothing. */
async function addCase(
  rule: Rule,
  view: WorkflowView,
  name: string,
  parameters: Json,
  inputs: readonly OutputReference[],
  cases: NonNullable<Task['cases']>,
): Promise<void> {
  for (const each of cases) {
    if (each.if === undefined) throw new PythonError('KeyError', "'if'");
    if (isTruthy(await jqFirst(each.if, sortKeys(parameters)))) {
      await addTo(rule, view, name, parameters, inputs, each);
      return;
    }
  }
}

/** Only what has a length can be a step's parameters. */
function checkParameters(parameters: Json): Json {
  const hasLength =
    typeof parameters === 'string' || Array.isArray(parameters) || isJsonObject(parameters);
  if (!hasLength) {
    throw withoutLength(parameters);
  }
  return isTruthy(parameters) ? parameters : {};
}

export interface InitOptions {
  readonly discover: Json;
  readonly relative: Json;
  readonly inputs: readonly OutputReference[];
  readonly nodeName: string;
}

/** The stage that gives a workflow its parameters. */
export function initStage(parameters: Json, options: InitOptions): StageSpec {
  return {
    name: 'init',
    dependencies: { dependency_type: 'jsonpath_ready', expressions: [] },
    scheduler: {
      scheduler_type: 'init-stage',
      parameters,
      inputs: options.inputs,
      nodeName: options.nodeName,
      step: initStep(options),
    },
  };
}

function scheduleInit(rule: Rule, view: WorkflowView, scheduler: InitScheduler): void {
  view.addStep({
    name: scheduler.nodeName,
    spec: scheduler.step,
    parameters: checkParameters(scheduler.parameters),
    state: rule.provider.newReadonlyState(rule.provider.initStates),
    inputs: scheduler.inputs,
    stage: rule.name,
  });
}
