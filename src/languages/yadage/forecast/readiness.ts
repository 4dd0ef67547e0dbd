/** Predicts the time at which a stage is applied, and the reason why one never is. */
import type { RuleId } from '../../../base/error.ts';
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import type { Rule } from '../semantics/model.ts';
import { isExpressionReady } from '../semantics/predicates.ts';
import { WorkflowView } from '../semantics/view.ts';
import type { Forecast } from './model.ts';
import { doesParse, firstNames, isOpen, siblingNames } from './names.ts';
import { placeOf, placesUpTo } from './place.ts';
import { addMistake } from './report.ts';

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
      excuse(forecast, { rule, index });
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
  const open = new Set(rules.flatMap(placesUpTo));
  const wrong = waiting.filter((each) => !isWaiting(each, open));
  if (wrong.length > 0) {
    for (const each of wrong) explainNever(forecast, each);
    for (const each of wrong) excuse(forecast, each);
    return true;
  }
  const circle = findCircle(waiting);
  const [first] = circle;
  if (first === undefined) return false;
  const names = circle.map(({ rule }) => rule.name);
  addMistake(forecast, first.rule, {
    rule: 'yadage-cycle',
    message:
      names.length === 1
        ? `stage ${names[0] ?? ''} waits for itself and never runs`
        : `the stages ${names.join(', ')} wait for one another, and none of them ever runs`,
    hint: 'A stage may only depend on stages that do not depend on it.',
    ...dependencyPosition(forecast, first),
  });
  for (const each of circle) excuse(forecast, each);
  return true;
}

interface Dependency {
  readonly rule: Rule;
  readonly index: number;
  readonly expression: Json;
}

function excuse({ excused }: Forecast, { rule, index }: Pick<Dependency, 'rule' | 'index'>): void {
  excused.set(rule, (excused.get(rule) ?? new Set()).add(index));
}

function isExcused({ excused }: Forecast, rule: Rule, index: number): boolean {
  return excused.get(rule)?.has(index) === true;
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
function isWaiting(dependency: Dependency, open: ReadonlySet<string>): boolean {
  if (dependency.rule.dependencies.dependency_type === 'expressions_fulfilled') return false;
  return placesOf(dependency).some((place) => open.has(place));
}

/** The stages that a dependency speaks of. */
function placesOf({ rule: { offset }, expression }: Dependency): string[] {
  return firstNames(expression).map((name) => placeOf({ offset, name }));
}

/** Stages of which each waits for the next, and the last for the first. */
function findCircle(waiting: readonly Dependency[]): Dependency[] {
  const byPlace = new Map<string, Dependency>();
  for (const each of waiting.toReversed()) {
    for (const place of placesUpTo(each.rule)) byPlace.set(place, each);
  }
  const trail: Dependency[] = [];
  for (let next = waiting[0]; next !== undefined;) {
    const at: Dependency = next;
    const seen = trail.findIndex(({ rule }) => rule === at.rule);
    if (seen !== -1) return trail.slice(seen);
    trail.push(at);
    next = placesOf(at)
      .map((place) => byPlace.get(place))
      .find((each) => each !== undefined);
  }
  return trail;
}

function explainNever(forecast: Forecast, dependency: Dependency): void {
  const { rule, expression } = dependency;
  const position = dependencyPosition(forecast, dependency);
  const say = (id: RuleId, message: string, hint: string): void => {
    addMistake(forecast, rule, {
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
    addMistake(forecast, rule, {
      rule: 'yadage-dependency',
      message: `a dependency of stage ${rule.name} cannot be understood, and the whole run ends (${error.message})`,
      hint: 'Dependencies are names of stages.',
      ...position,
    });
    return;
  }
  const parses = doesParse(expression);
  const part = parses ? firstNames(expression)[0] : undefined;
  addMistake(forecast, rule, {
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
