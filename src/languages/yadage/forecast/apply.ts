/** Applying a stage: its steps and sub-workflows are added, as the engine would. */
import { PythonError } from '../../python/error.ts';
import type { NodePath } from '../../../document/source-document.ts';
import { scheduleInit } from '../semantics/init-stage.ts';
import type { Rule } from '../semantics/model.ts';
import { resolveReferences } from '../semantics/references.ts';
import { addStep, addSubworkflow, type TaskPlace } from '../semantics/task.ts';
import type { Value } from '../semantics/value.ts';
import { WorkflowView } from '../semantics/view.ts';
import type { Scheduler, Task } from '../read/workflow.ts';
import type { Forecast, Turn } from './model.ts';
import { placeOf } from './place.ts';
import { selectParameters } from './parameters.ts';
import { addMistake, notChecked } from './report.ts';
import { parameterSets } from './scatter.ts';
import { noteStages, usableStages } from './stages.ts';

/** Applies the stage behind `rule`; what the engine would die of becomes a mistake. */
export async function applyStage(forecast: Forecast, rule: Rule): Promise<void> {
  const view = new WorkflowView(forecast.state, rule.offset);
  const maybe = forecast.maybe.has(rule.id);
  if (rule.scheduler.scheduler_type === 'init-stage') {
    const node = scheduleInit(rule, view, rule.scheduler);
    forecast.tasks.set(node.id, { rule, maybe });
    return;
  }
  const { scheduler } = rule;
  const path = [...(forecast.paths.get(rule.id) ?? []), 'scheduler'];
  const isSingle = scheduler.scheduler_type === 'singlestep-stage';
  const turn = { rule, scheduler, path };
  const parameters = selectParameters(forecast, turn);
  forecast.given.set(rule.id, parameters);
  const { sets, count } = parameterSets(forecast, turn, parameters);
  forecast.counts.set(rule.id, scheduler.cases === undefined ? count : undefined);
  if (count !== sets.length) forecast.open.add(placeOf(rule));
  for (const [index, set] of sets.entries()) {
    const name = isSingle ? rule.name : `${rule.name}_${index}`;
    await addTask({ forecast, rule, view, name, maybe }, set, scheduler, path);
  }
  registerValues(forecast, turn, view);
}

interface Adding extends TaskPlace {
  readonly forecast: Forecast;
  readonly maybe: boolean;
}

async function addTask(
  adding: Adding,
  given: Value,
  task: Task & Pick<Scheduler, 'workflow_opts'>,
  path: NodePath,
): Promise<void> {
  const { forecast, rule, view, maybe } = adding;
  const resolved = resolveReferences(view, given);
  if (task.step !== undefined) {
    const node = await addStep(adding, resolved, task.step);
    forecast.tasks.set(node.id, { rule, path: [...path, 'step'], maybe });
  } else if (task.workflow !== undefined) {
    const { stages } = task.workflow;
    const before = forecast.state.rules.length;
    await addSubworkflow(adding, resolved, usableStages(stages), task.workflow_opts);
    const added = forecast.state.rules.slice(before);
    if (maybe) for (const { id } of added) forecast.maybe.add(id);
    const [init, ...rules] = added;
    if (init !== undefined) noteInit(forecast, init, rule);
    noteStages(forecast, rules, stages, [...path, 'workflow', 'stages']);
  } else if (task.cases !== undefined) {
    notChecked(forecast, path, `which case of stage ${rule.name} holds`);
    forecast.open.add(placeOf(rule));
    for (const [index, each] of task.cases.entries()) {
      await addTask({ ...adding, maybe: true }, given, each, [...path, 'cases', index]);
    }
  } else {
    addMistake(forecast, rule, {
      rule: 'yadage-task',
      message: `stage ${rule.name} has neither step, workflow nor cases, and the whole run ends`,
      ...forecast.workflow.position(path),
    });
    forecast.open.add(placeOf(rule));
  }
}

/** A sub-workflow's `init` hands on the parameters of the stage that owns it. */
function noteInit({ paths, owners }: Forecast, init: Rule, owner: Rule): void {
  const path = paths.get(owner.id);
  if (path !== undefined) paths.set(init.id, path);
  owners.set(init.id, owner);
}

function registerValues(
  forecast: Forecast,
  { rule, scheduler, path }: Turn,
  view: WorkflowView,
): void {
  for (const [key, value] of Object.entries(scheduler.register_values ?? {})) {
    try {
      view.addValue(key, value);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      addMistake(forecast, rule, {
        rule: 'yadage-task',
        message: `${key} is registered twice, and the whole run ends (${error.message})`,
        ...forecast.workflow.position([...path, 'register_values', key]),
      });
    }
  }
}
