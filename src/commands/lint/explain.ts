/** Carries out `reana-ci lint --explain`. */
import { ReanaCiError } from '../../base/error.ts';
import { explainRule } from '../../results/findings/explanation.ts';
import { describeRules, loadRuleIds } from '../../lint/rule-list.ts';
import { suggest } from '../../document/suggestion.ts';
import type { Edge } from '../edge.ts';

/** Prints the documentation of a rule. @throws ReanaCiError `usage` when there is no such rule */
export async function explain(edge: Edge, id: string): Promise<void> {
  const rule = (await describeRules([id]))(id);
  if (rule === undefined) {
    const ruleIds = await loadRuleIds();
    const near = suggest(id, ruleIds);
    throw new ReanaCiError('usage', `There is no rule ${id}.`, {
      hint:
        near === undefined ? `Rules: ${[...ruleIds].sort().join(', ')}` : `Did you mean ${near}?`,
    });
  }
  edge.stdout.write(explainRule(rule));
}
