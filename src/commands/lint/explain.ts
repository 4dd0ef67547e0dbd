/** Carries out `reana-ci lint --explain`. */
import { ReanaCiError } from '../../base/error.ts';
import { explainRule } from '../../results/findings/explanation.ts';
import { describeRule, ruleIds } from '../../spec/lint/rule-list.ts';
import { suggest } from '../../spec/suggestion.ts';
import type { Edge } from '../edge.ts';

/** Prints the documentation of a rule. @throws ReanaCiError `usage` when there is no such rule */
export function explain(edge: Edge, id: string): void {
  const rule = describeRule(id);
  if (rule === undefined) {
    const near = suggest(id, ruleIds);
    throw new ReanaCiError('usage', `There is no rule ${id}.`, {
      hint:
        near === undefined ? `Rules: ${[...ruleIds].sort().join(', ')}` : `Did you mean ${near}?`,
    });
  }
  edge.stdout.write(explainRule(rule));
}
