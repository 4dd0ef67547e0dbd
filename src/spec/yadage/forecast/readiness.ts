/** When a stage's turn comes, and why it never does. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { suggestionHint } from '../../suggestion.ts';
import type { Rule } from '../semantics/model.ts';
import { isExpressionReady } from '../semantics/predicates.ts';
import { WorkflowView } from '../semantics/view.ts';
import type { Forecast } from './model.ts';
import { doesParse, firstNames, isOpen, siblingNames } from './names.ts';

/** Whether all dependencies of a stage hold; those that cannot be understood are told once and excused. */
export function isRuleReady(forecast: Forecast, rule: Rule): boolean {
  return (rule.dependencies.expressions ?? []).every((expression, index) => {
    if (isExcused(forecast, rule, index)) return true;
    try {
      const view = new WorkflowView(forecast.state, rule.offset);
      if (isExpressionReady(view, rule.dependencies, expression)) return true;
      return isOpen(forecast, rule, expression) && view.query(expression as string).length === 0;
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      forecast.excused.add(`${rule.id} ${index}`);
      explainCrash(forecast, rule, index, error);
      return true;
    }
  });
}

/** Whether a dependency of the stage on `name` was found wrong already. */
export function isExcusedFor(forecast: Forecast, rule: Rule, name: string): boolean {
  return (rule.dependencies.expressions ?? []).some(
    (expression, index) =>
      isExcused(forecast, rule, index) && firstNames(expression).includes(name),
  );
}

/**
 * Finds out why the stages that are left never run, and lets them run all the same, so that their own
 * mistakes are found as well.
 *
 * @returns whether there were any
 */
export function settleWaiting(forecast: Forecast): boolean {
  const { rules } = forecast.state;
  const waiting = rules.flatMap((rule) => openDependencies(forecast, rule));
  const wrong = waiting.filter((each) => !isWaiting(forecast, each));
  if (wrong.length > 0) {
    for (const each of wrong) explainNever(forecast, each);
    for (const { rule, index } of wrong) forecast.excused.add(`${rule.id} ${index}`);
    return true;
  }
  const circle = findCircle(waiting);
  const [first] = circle;
  if (first === undefined) return false;
  const names = circle.map(({ rule }) => rule.name);
  forecast.mistakes.push({
    rule: 'yadage-cycle',
    message:
      names.length === 1
        ? `stage ${names[0] ?? ''} waits for itself and never runs`
        : `the stages ${names.join(', ')} wait for one another, and none of them ever runs`,
    hint: 'A stage may only depend on stages that do not depend on it.',
    ...dependencyPosition(forecast, first),
  });
  for (const { rule, index } of circle) forecast.excused.add(`${rule.id} ${index}`);
  return true;
}

interface Dependency {
  readonly rule: Rule;
  readonly index: number;
  readonly expression: Json;
}

function isExcused(forecast: Forecast, rule: Rule, index: number): boolean {
  return forecast.excused.has(`${rule.id} ${index}`);
}

function openDependencies(forecast: Forecast, rule: Rule): Dependency[] {
  const view = new WorkflowView(forecast.state, rule.offset);
  return Array.from((rule.dependencies.expressions ?? []).entries(), ([index, expression]) => ({
    rule,
    index,
    expression,
  })).filter(
    ({ index, expression }) =>
      !isExcused(forecast, rule, index) && !isExpressionReady(view, rule.dependencies, expression),
  );
}

/** Whether what a dependency waits for may still come: a stage that is itself waiting, here or further inside. */
function isWaiting({ state }: Forecast, { rule, expression }: Dependency): boolean {
  if (rule.dependencies.dependency_type === 'expressions_fulfilled') return false;
  const names = firstNames(expression);
  return state.rules.some(
    (other) =>
      (other.offset === rule.offset && names.includes(other.name)) ||
      names.some((name) => other.offset.startsWith(`${rule.offset}/${name}/`)),
  );
}

/** Stages of which each waits for the next, and the last for the first. */
function findCircle(waiting: readonly Dependency[]): Dependency[] {
  const [start] = waiting;
  const trail: Dependency[] = [];
  for (let next = start; next !== undefined;) {
    const at: Dependency = next;
    const seen = trail.findIndex(({ rule }) => rule === at.rule);
    if (seen !== -1) return trail.slice(seen);
    trail.push(at);
    const names = firstNames(at.expression);
    const offset = at.rule.offset;
    next = waiting.find(
      ({ rule }) =>
        (rule.offset === offset && names.includes(rule.name)) ||
        names.some((name) => rule.offset.startsWith(`${offset}/${name}/`)),
    );
  }
  return trail;
}

function explainNever(forecast: Forecast, dependency: Dependency): void {
  const { rule, expression } = dependency;
  const position = dependencyPosition(forecast, dependency);
  const say = (id: string, message: string, hint: string): void => {
    forecast.mistakes.push({
      rule: id,
      message: `stage ${rule.name} never runs: ${message}`,
      hint,
      ...position,
    });
  };
  if (rule.dependencies.dependency_type === 'expressions_fulfilled') {
    say('yadage-dependency', 'what it waits for never becomes true', 'Correct the expression.');
    return;
  }
  const names = siblingNames(forecast, rule);
  const unknown = firstNames(expression).filter((name) => !names.includes(name));
  const [name] = unknown;
  if (name === 'init') {
    const message = 'it depends on init, and the workflow has no input parameters';
    say('yadage-no-parameters', message, 'Give inputs.parameters, or remove the dependency.');
  } else if (name !== undefined) {
    const known = names.filter((other) => other !== rule.name);
    say('yadage-dependency', `there is no stage ${name}`, suggestionHint(name, known));
  } else {
    const shown = typeof expression === 'string' ? expression : 'that';
    say('yadage-dependency', `${shown} never comes to be`, 'Depend on a stage that makes steps.');
  }
}

function explainCrash(forecast: Forecast, rule: Rule, index: number, error: PythonError): void {
  const expression = rule.dependencies.expressions?.[index];
  const position = dependencyPosition(forecast, { rule, index });
  if (typeof expression !== 'string') {
    forecast.mistakes.push({
      rule: 'yadage-dependency',
      message: `a dependency of stage ${rule.name} cannot be understood, and the whole run ends (${error.message})`,
      hint: 'Dependencies are names of stages.',
      ...position,
    });
    return;
  }
  const parses = doesParse(expression);
  const part = parses ? firstNames(expression)[0] : undefined;
  forecast.mistakes.push({
    rule: 'yadage-path-expression',
    message: `the dependency ${expression} of stage ${rule.name} ends the whole run (${error.message})`,
    hint:
      part === undefined
        ? 'Names of stages consist of letters, digits, _ and -, and do not begin with a digit.'
        : `Depend on all of ${part}: single steps cannot be waited for.`,
    ...position,
  });
}

function dependencyPosition(
  { workflow, paths }: Forecast,
  { rule, index }: Pick<Dependency, 'rule' | 'index'>,
) {
  const path = [...(paths.get(rule.id) ?? []), 'dependencies', 'expressions', index];
  return workflow.position(path);
}
