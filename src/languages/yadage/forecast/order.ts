/** Dependencies that carry no data: through some of them the engine lets at once, and nothing is ordered. */
import type { Json } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { Rule, StepNode } from '../semantics/model.ts';
import { isInit, type Forecast } from './model.ts';
import { doesParse, firstNames } from './names.ts';
import { placeOf, placesUpTo } from './place.ts';
import { addMistake } from './report.ts';

/** A stage that another one names in its dependencies. */
export interface NamedDependency {
  readonly rule: Rule;
  /** There need not be a stage of that name. */
  readonly name: string;
  /** Of the expression that names it. */
  readonly path: NodePath;
  /** Whether the one really waits for the jobs of the other to end. */
  readonly isEnforced: boolean;
}

/** What the stages of the workflow name in their dependencies. */
export function namedDependencies(forecast: Forecast): NamedDependency[] {
  const { applied, rules } = forecast.state;
  const steps = stepsByPlace(forecast);
  return [...applied, ...rules].flatMap((rule) => dependenciesOf(forecast, rule, steps));
}

/** Reports stages that may run before those that they depend on. */
export function findMissingOrder(forecast: Forecast): void {
  for (const { rule, name, path, isEnforced } of namedDependencies(forecast)) {
    // Where nobody knows which steps there will be, some may be waited for.
    const isOpen = forecast.open.has(placeOf({ offset: rule.offset, name }));
    if (isEnforced || isOpen) continue;
    addMistake(forecast, rule, {
      rule: 'yadage-order',
      message: `stage ${rule.name} may run before ${name} has: it uses no output of ${name}`,
      hint: `Take an output of ${name} as a parameter: only that makes a stage wait for the end of another.`,
      ...forecast.workflow.position(path),
    });
  }
}

type StepsByPlace = ReadonlyMap<string, readonly StepNode[]>;

/** The steps of each stage, with those of its sub-workflows. */
function stepsByPlace({ state }: Forecast): StepsByPlace {
  const byPlace = new Map<string, StepNode[]>();
  for (const node of state.nodes.values()) {
    const { offset, stage: name } = node.task;
    for (const place of placesUpTo({ offset, name })) {
      const known = byPlace.get(place);
      if (known === undefined) byPlace.set(place, [node]);
      else known.push(node);
    }
  }
  return byPlace;
}

function dependenciesOf(forecast: Forecast, rule: Rule, steps: StepsByPlace): NamedDependency[] {
  const path = forecast.paths.get(rule.id);
  const { dependency_type: type, expressions = [] } = rule.dependencies;
  if (path === undefined || isInit(rule) || type === 'expressions_fulfilled') return [];
  const own = steps.get(placeOf(rule)) ?? [];
  const before = ancestorsOf(own);
  const isWaitedFor = (node: StepNode): boolean => before.has(node) || forecast.later.has(node);
  return expressions.flatMap((expression, index) => {
    const isExcused = forecast.excused.get(rule)?.has(index) === true;
    return namesIn(expression, rule).map((name) => {
      const at = steps.get(placeOf({ offset: rule.offset, name })) ?? [];
      const needed = at.filter((node) => !node.isPurePublishing);
      // Without jobs on both sides there is nothing to put in order.
      const isIdle = own.length === 0 || needed.length === 0;
      return {
        rule,
        name,
        path: [...path, 'dependencies', 'expressions', index],
        isEnforced: isExcused || isIdle || needed.some(isWaitedFor),
      };
    });
  });
}

/** What cannot be read as a path is perhaps the name of a stage that nobody can depend on. */
function namesIn(expression: Json, { name: own }: Rule): string[] {
  const isUnreadable = typeof expression === 'string' && !doesParse(expression);
  const names = isUnreadable ? [expression] : firstNames(expression);
  return names.filter((name) => name !== '*' && name !== own);
}

function ancestorsOf(nodes: readonly StepNode[]): ReadonlySet<StepNode> {
  const found = new Set<StepNode>();
  const open = [...nodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const other of node.predecessors) {
      if (!found.has(other)) open.push(other);
      found.add(other);
    }
  }
  return found;
}
