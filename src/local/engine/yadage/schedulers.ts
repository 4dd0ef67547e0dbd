/** Applying a stage: its steps and sub-workflows are added to the graph. */
import { PythonError } from '../../../languages/python/error.ts';
import { isTruthy, pythonRepr } from '../../../languages/python/value.ts';
import {
  selectionsOf,
  type Scheduler,
  type Task,
} from '../../../languages/yadage/read/workflow.ts';
import { jqFirst } from './jq.ts';
import { parametersByJq } from './jq-stage.ts';
import { scheduleInit } from '../../../languages/yadage/semantics/init-stage.ts';
import type { Rule } from '../../../languages/yadage/semantics/model.ts';
import { scatter, type Parameters } from '../../../languages/yadage/semantics/scatter.ts';
import { selectParameter } from '../../../languages/yadage/semantics/selectors.ts';
import {
  addStep,
  addSubworkflow,
  type TaskPlace,
} from '../../../languages/yadage/semantics/task.ts';
import { sortKeys, type Value } from '../../../languages/yadage/semantics/value.ts';
import {
  resolveReferences,
  type ResolvedParameters,
} from '../../../languages/yadage/semantics/references.ts';
import type { WorkflowView } from '../../../languages/yadage/semantics/view.ts';

/**
 * Applies a stage.
 *
 * @throws PythonError as the real engine fails; that ends the whole workflow
 */
export async function schedule(rule: Rule, view: WorkflowView): Promise<void> {
  const { scheduler } = rule;
  switch (scheduler.scheduler_type) {
    case 'init-stage': {
      scheduleInit(rule, view, scheduler);
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
  const selected = selectionsOf(scheduler).map(({ key, value }) => {
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
  const resolved = resolveReferences(view, given);
  const parameters =
    scheduler.scheduler_type === 'jq-stage'
      ? await jqFirst(scheduler.postscript ?? '.', resolved.parameters)
      : resolved.parameters;
  await addTo({ rule, view, name }, { ...resolved, parameters }, scheduler);
}

async function addTo(
  place: TaskPlace,
  given: ResolvedParameters,
  task: Task & Pick<Scheduler, 'workflow_opts'>,
): Promise<void> {
  if (task.step !== undefined) await addStep(place, given, task.step);
  else if (task.workflow !== undefined) {
    await addSubworkflow(place, given, task.workflow.stages, task.workflow_opts);
  } else if (task.cases !== undefined) await addCase(place, given, task.cases);
  else {
    throw new PythonError(
      'RuntimeError',
      `do not know what kind of stage spec we are dealing with. dict_keys(${pythonRepr(Object.keys(task))})`,
    );
  }
}

/** The first case whose condition holds; when none does, the stage adds nothing. */
async function addCase(
  place: TaskPlace,
  given: ResolvedParameters,
  cases: NonNullable<Task['cases']>,
): Promise<void> {
  for (const each of cases) {
    if (each.if === undefined) throw new PythonError('KeyError', "'if'");
    if (isTruthy(await jqFirst(each.if, sortKeys(given.parameters)))) {
      await addTo(place, given, each);
      return;
    }
  }
}
