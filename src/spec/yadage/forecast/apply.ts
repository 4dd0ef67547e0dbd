/** Applying a stage: its steps and sub-workflows are added, as the engine would. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { suggestionHint } from '../../suggestion.ts';
import type { NodePath } from '../../source-document.ts';
import { initOptions, initStage, scheduleInit } from '../semantics/init-stage.ts';
import type { InitScheduler, Rule } from '../semantics/model.ts';
import { scatter, type Parameters } from '../semantics/scatter.ts';
import {
  mapLeaves,
  OutputReference,
  readPointer,
  sortKeys,
  Unforeseen,
  type Value,
} from '../semantics/value.ts';
import { WorkflowView } from '../semantics/view.ts';
import type { Scheduler, Task } from '../workflow.ts';
import { notePaths, usableStages, type Forecast, type StepPlace } from './model.ts';
import { nodesIn, selectValue } from './select.ts';

/** More steps than people look at one by one; beyond, one stands for all of its stage. */
const mostSteps = 2000;

/** Applies the stage behind `rule`; what the engine would die of becomes a mistake. */
export async function applyStage(forecast: Forecast, rule: Rule): Promise<void> {
  const view = new WorkflowView(forecast.state, rule.offset);
  if (rule.scheduler.scheduler_type === 'init-stage') {
    scheduleInit(rule, view, rule.scheduler as InitScheduler);
    noteSteps(forecast, { rule, maybe: false });
    return;
  }
  const { scheduler } = rule;
  const path = [...(forecast.paths.get(rule.id) ?? []), 'scheduler'];
  const isSingle = scheduler.scheduler_type === 'singlestep-stage';
  const { sets, isOpen } = parameterSets(forecast, rule, scheduler, path);
  if (isOpen) forecast.open.add(`${rule.offset}/${rule.name}`);
  for (const [index, set] of sets.entries()) {
    const name = isSingle ? rule.name : `${rule.name}_${index}`;
    await addTask({ forecast, rule, view, name, maybe: false }, set, scheduler, path);
  }
  for (const [key, value] of Object.entries(scheduler.register_values ?? {})) {
    registerValue(forecast, view, key, value, [...path, 'register_values', key]);
  }
}

interface Sets {
  readonly sets: readonly Value[];
  /** Whether only the run can tell how many there are, and one stands for all. */
  readonly isOpen: boolean;
}

function parameterSets(forecast: Forecast, rule: Rule, scheduler: Scheduler, path: NodePath): Sets {
  if (scheduler.scheduler_type === 'jq-stage') {
    notChecked(forecast, path, `jq makes the parameters of stage ${rule.name}`);
    return { sets: [new Unforeseen([])], isOpen: true };
  }
  const parameters = selectParameters(forecast, rule, scheduler, path);
  if (scheduler.scheduler_type === 'singlestep-stage') return { sets: [parameters], isOpen: false };
  return scatterParameters(forecast, rule, scheduler, parameters, path);
}

function selectParameters(
  forecast: Forecast,
  rule: Rule,
  { parameters = [] }: Scheduler,
  path: NodePath,
): Parameters {
  const values: Record<string, Value> = {};
  for (const [index, { key, value }] of parameters.entries()) {
    const place = [...path, 'parameters', index];
    if (key === undefined || value === undefined) {
      forecast.mistakes.push({
        rule: 'yadage-task',
        message: `a parameter of stage ${rule.name} has no ${key === undefined ? 'key' : 'value'}, and the whole run ends`,
        ...forecast.workflow.position(place),
      });
    } else values[key] = selectValue(forecast, rule, value, [...place, 'value']);
  }
  return values;
}

function scatterParameters(
  forecast: Forecast,
  rule: Rule,
  scheduler: Scheduler,
  parameters: Parameters,
  path: NodePath,
): Sets {
  const report = (message: string, place: NodePath, hint: string): Sets => {
    const position = forecast.workflow.position([...path, ...place]);
    forecast.mistakes.push({ rule: 'yadage-scatter', message, hint, ...position });
    return { sets: [parameters], isOpen: true };
  };
  const names = scheduler.scatter?.parameters ?? [];
  const unknown = names.findIndex((name) => !Object.hasOwn(parameters, name));
  const unknownName = names[unknown];
  if (unknownName !== undefined) {
    const text = `stage ${rule.name} scatters over ${unknownName}, which is no parameter of it, and the whole run ends`;
    const hint = suggestionHint(unknownName, Object.keys(parameters));
    return report(text, ['scatter', 'parameters', unknown], hint);
  }
  const open = names.filter((name) => parameters[name] instanceof Unforeseen);
  const method = scheduler.scatter?.method;
  const isKnown = method === 'zip' || method === 'cartesian';
  if (open.length > 0 && isKnown) {
    notChecked(forecast, path, `how many steps stage ${rule.name} makes`);
    const one = open.map((name) => [name, new Unforeseen(nodesIn(parameters[name] ?? null))]);
    return { sets: [{ ...parameters, ...Object.fromEntries(one) }], isOpen: true };
  }
  if (tooMany(parameters, names, method, forecast.state.nodes.size)) {
    notChecked(forecast, path, `each of the many steps of stage ${rule.name}`);
    const one = names.map((name) => [name, new Unforeseen(nodesIn(parameters[name] ?? null))]);
    return { sets: [{ ...parameters, ...Object.fromEntries(one) }], isOpen: true };
  }
  try {
    const sets = scatter(parameters, scheduler);
    if (sets.length > 0) return { sets, isOpen: false };
    const text = isKnown
      ? `stage ${rule.name} makes no steps: what it scatters over is empty`
      : `stage ${rule.name} makes no steps: there is no scatter method ${method ?? ''}`;
    return report(
      text,
      isKnown ? ['scatter'] : ['scatter', 'method'],
      'Use zip or cartesian, over lists with something in them.',
    );
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const text = `stage ${rule.name} cannot scatter, and the whole run ends (${error.message})`;
    return report(
      text,
      ['scatter'],
      'Scatter needs parameters that are lists, and a method: zip or cartesian.',
    );
  }
}

/** The size is told before the sets are made, for it can be a product of long lists. */
function tooMany(
  parameters: Parameters,
  names: readonly string[],
  method: string | undefined,
  steps: number,
): boolean {
  if (names.length === 0) return false;
  const sizes = names.map((name) => {
    const value = parameters[name];
    return Array.isArray(value) || typeof value === 'string' ? value.length : 1;
  });
  const count =
    method === 'cartesian' ? sizes.reduce((all, size) => all * size, 1) : Math.min(...sizes);
  return steps + count > mostSteps;
}

interface Adding {
  readonly forecast: Forecast;
  readonly rule: Rule;
  readonly view: WorkflowView;
  readonly name: string;
  readonly maybe: boolean;
}

async function addTask(
  adding: Adding,
  given: Value,
  task: Task & Pick<Scheduler, 'workflow_opts'>,
  path: NodePath,
): Promise<void> {
  const { forecast, rule, view, name } = adding;
  const { state } = forecast;
  const inputs = nodesIn(given).map((id) => new OutputReference(id, []));
  const parameters = withResults(forecast, given) as Json;
  const used = new Set(inputs.map(({ nodeId }) => state.node(nodeId).task.state));
  if (task.step !== undefined) {
    const folder = await rule.provider.newState(name, Array.from(used));
    view.addStep({ name, spec: task.step, parameters, state: folder, inputs, stage: rule.name });
    noteSteps(forecast, { rule, path: [...path, 'step'], maybe: adding.maybe });
  } else if (task.workflow !== undefined) {
    const provider = await rule.provider.newProvider(name, Array.from(used));
    const options = { ...initOptions(task.workflow_opts), inputs, nodeName: `init_${name}` };
    const { stages } = task.workflow;
    const before = state.rules.length;
    view.addWorkflow(
      rule.name,
      [initStage(parameters, options), ...usableStages(stages)],
      provider,
    );
    const [init, ...rules] = state.rules.slice(before);
    if (init !== undefined) forecast.paths.set(init.id, path.slice(0, -1));
    notePaths(forecast, rules, stages, [...path, 'workflow', 'stages']);
  } else if (task.cases !== undefined) {
    notChecked(forecast, path, `which case of stage ${rule.name} holds`);
    forecast.open.add(`${rule.offset}/${rule.name}`);
    for (const [index, each] of task.cases.entries()) {
      await addTask({ ...adding, maybe: true }, given, each, [...path, 'cases', index]);
    }
  } else {
    forecast.mistakes.push({
      rule: 'yadage-task',
      message: `stage ${rule.name} has neither step, workflow nor cases, and the whole run ends`,
      ...forecast.workflow.position(path),
    });
    forecast.open.add(`${rule.offset}/${rule.name}`);
  }
}

/** References replaced by what stands there. */
function withResults({ state }: Forecast, value: Value): Value {
  if (value instanceof Unforeseen) return value;
  return mapLeaves(value, (leaf) => {
    if (!(leaf instanceof OutputReference)) return leaf;
    return readPointer(sortKeys(state.node(leaf.nodeId).result ?? null), leaf.pointer);
  });
}

function noteSteps({ state, tasks }: Forecast, place: StepPlace): void {
  for (const node of state.nodes.values()) if (!tasks.has(node.id)) tasks.set(node.id, place);
}

function registerValue(
  forecast: Forecast,
  view: WorkflowView,
  key: string,
  value: Json,
  path: NodePath,
): void {
  try {
    view.addValue(key, value);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    forecast.mistakes.push({
      rule: 'yadage-task',
      message: `${key} is registered twice, and the whole run ends (${error.message})`,
      ...forecast.workflow.position(path),
    });
  }
}

function notChecked({ mistakes, workflow }: Forecast, path: NodePath, what: string): void {
  mistakes.push({
    rule: 'yadage-not-checked',
    message: `${what}: only the run can tell, and what depends on it was not checked`,
    ...workflow.position(path),
  });
}
