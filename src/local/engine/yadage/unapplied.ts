/** The reason why a yadage workflow that has come to its end has stages that were never applied. */
import type { Json } from '../../../base/json.ts';
import type { Rule, WorkflowState } from '../../../languages/yadage/semantics/model.ts';
import { WorkflowView } from '../../../languages/yadage/semantics/view.ts';

/** `/stage` or `/sub/0/stage` of every stage that was never applied, in order. */
export function unappliedStages(workflow: WorkflowState): string[] {
  return workflow.rules.map(nameOf).sort();
}

/** One line for every stage that did nothing, saying why. */
export function explainIdleStages(workflow: WorkflowState): string[] {
  const empty = workflow.applied
    .filter((rule) => !hasEntries(workflow, rule))
    .map((rule) => `Stage ${nameOf(rule)} made no steps: ${whyEmpty(rule)}.`);
  const waiting = workflow.rules.map(
    (rule) => `Stage ${nameOf(rule)} NEVER RAN: ${whyWaiting(workflow, rule)}.`,
  );
  return [...empty, ...waiting];
}

function nameOf(rule: Rule): string {
  return `${rule.offset}/${rule.name}`;
}

function hasEntries(workflow: WorkflowState, rule: Rule): boolean {
  return Object.hasOwn(workflow.scope(rule.offset).steps, rule.name);
}

function whyEmpty({ scheduler }: Rule): string {
  const method = 'scatter' in scheduler ? scheduler.scatter.method : undefined;
  if (method === undefined) return 'no case of it holds, or its list is empty';
  return method === 'zip' || method === 'cartesian'
    ? 'the list that it scatters over is empty'
    : `scatter knows no method ${method}, only zip and cartesian`;
}

function whyWaiting(workflow: WorkflowState, rule: Rule): string {
  const reasons = (rule.dependencies.expressions ?? []).flatMap((expression) =>
    whyUnfulfilled(workflow, rule, expression),
  );
  return reasons.length > 0 ? reasons.join('; ') : 'its dependencies do not hold';
}

function whyUnfulfilled(workflow: WorkflowState, rule: Rule, expression: Json): string[] {
  if (typeof expression !== 'string') return [];
  const view = new WorkflowView(workflow, rule.offset);
  const siblings = (rules: readonly Rule[]): boolean =>
    rules.some((other) => other.offset === rule.offset && other.name === expression);
  if (view.query(expression).length > 0) {
    const open = view.stepsOf(expression).some((node) => !node.hasResult);
    const isSubworkflow = view.scopesOf(expression).some((scope) => !view.isScopeDone(scope));
    return open || isSubworkflow ? [`it waits for ${expression}, which did not end well`] : [];
  }
  if (siblings(workflow.rules)) return [`it waits for ${expression}, which never ran itself`];
  if (siblings(workflow.applied)) return [`it waits for ${expression}, which made no steps`];
  if (expression === 'init') return ['it waits for init, but the workflow has no parameters'];
  return [`it waits for ${expression}, and there is no such stage`];
}
