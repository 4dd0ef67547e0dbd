/** Dependencies that do not order anything: nothing passes along them, and the engine lets through at once. */
import type { NodePath } from '../../source-document.ts';
import type { Rule, StepNode } from '../semantics/model.ts';
import type { Forecast } from './model.ts';
import { firstNames } from './names.ts';

/** Reports stages that may run before those that they depend on. */
export function findMissingOrder(forecast: Forecast): void {
  const { state, paths, mistakes, workflow } = forecast;
  for (const rule of state.applied) {
    const path: NodePath | undefined = paths.get(rule.id);
    if (path === undefined || rule.dependencies.dependency_type === 'expressions_fulfilled')
      continue;
    if (rule.scheduler.scheduler_type === 'init-stage') continue;
    const own = stepsOf(forecast, rule.offset, rule.name);
    if (own.length === 0) continue;
    const before = ancestorsOf(own);
    for (const [index, expression] of (rule.dependencies.expressions ?? []).entries()) {
      if (forecast.excused.has(`${rule.id} ${index}`)) continue;
      const names = firstNames(expression).filter((name) => name !== 'init' && name !== '*');
      for (const name of names) {
        const needed = stepsOf(forecast, rule.offset, name).filter(
          (node) => !node.isPurePublishing,
        );
        if (needed.length === 0 || name === rule.name) continue;
        if (forecast.open.has(`${rule.offset}/${name}`)) continue;
        if (needed.some((node) => before.has(node) || forecast.later.has(node))) continue;
        mistakes.push({
          rule: 'yadage-order',
          message: `stage ${rule.name} may run before ${name} has: it uses no output of ${name}`,
          hint: `Take an output of ${name} as a parameter: only that makes a stage wait for the end of another.`,
          ...workflow.position([...path, 'dependencies', 'expressions', index]),
        });
      }
    }
  }
}

/** The steps of a stage, with those of its sub-workflows. */
function stepsOf({ state }: Forecast, offset: Rule['offset'], name: string): StepNode[] {
  return Array.from(state.nodes.values()).filter(
    ({ task }) =>
      (task.offset === offset && task.stage === name) ||
      task.offset.startsWith(`${offset}/${name}/`),
  );
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
