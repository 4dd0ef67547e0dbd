/** What happens when a stage's turn has come: its steps and sub-workflows are added to the graph. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../../spec/python/error.ts';
import { isTruthy, pythonRepr } from '../../../spec/python/value.ts';
import type { Scheduler, Task } from '../../../spec/yadage/workflow.ts';
import { jqFirst } from './jq.ts';
import { parametersByJq } from './jq-stage.ts';
import {
  checkParameters,
  initOptions,
  initStage,
  scheduleInit,
} from '../../../spec/yadage/semantics/init-stage.ts';
import type { InitScheduler, Rule } from '../../../spec/yadage/semantics/model.ts';
import { scatter, type Parameters } from '../../../spec/yadage/semantics/scatter.ts';
import { selectParameter } from '../../../spec/yadage/semantics/selectors.ts';
import {
  sortKeys,
  type OutputReference,
  type Value,
} from '../../../spec/yadage/semantics/value.ts';
import { resolveReferences } from '../../../spec/yadage/semantics/references.ts';
import type { WorkflowView } from '../../../spec/yadage/semantics/view.ts';

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
