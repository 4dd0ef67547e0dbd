/** Carries out `reana-ci lint --explain`. */
import { ReanaCiError } from '../../base/error.ts';
import { explainRule } from '../../results/findings/explanation.ts';
import type { RuleDescription } from '../../lint/kit/rule.ts';
import { errorRules, runRules } from '../../lint/loading/run-rules.ts';
import { loadRuleGroups, type RuleGroup } from '../../lint/rule-list.ts';
import { suggest } from '../../document/suggestion.ts';
import { chainRules } from '../../pchain/rules.ts';
import type { Edge } from '../edge.ts';

/** Prints the documentation of a rule. @throws ReanaCiError `usage` when there is no such rule */
export async function explain(edge: Edge, id: string): Promise<void> {
  const rules = (await explainedGroups()).flatMap((group) => group.rules);
  const found = rules.filter((rule) => rule.id === id);
  if (found.length === 0) {
    const ids = [...new Set(rules.map((rule) => rule.id))].sort();
    const near = suggest(id, ids);
    throw new ReanaCiError('usage', `There is no rule ${id}.`, {
      hint: near === undefined ? `Rules: ${ids.join(', ')}` : `Did you mean ${near}?`,
    });
  }
  for (const rule of found) edge.stdout.write(explainRule(rule));
}

/** Every id that reana-ci ever prints behind a message, with its description. */
export async function explainedGroups(): Promise<RuleGroup[]> {
  return [
    ...(await loadRuleGroups()),
    { title: 'Runs and scans', rules: runRules },
    { title: 'Errors', rules: errorRules },
    { title: 'PanDA chains', rules: Object.entries(chainRules).map(describeChainRule) },
  ];
}

function describeChainRule([id, rule]: [
  string,
  (typeof chainRules)[keyof typeof chainRules],
]): RuleDescription {
  const byReader = rule.punishedBy === 'reader';
  return {
    id,
    severity: id === 'automatic-retry' ? 'info' : 'error',
    title: `in a PanDA chain, ${rule.title}`,
    consequence: byReader
      ? 'PanDA refuses the chain.'
      : 'PanDA accepts the chain; the mistake shows on the worker node hours later.',
    fix: rule.fix,
    examples: { wrong: [], right: [] },
  };
}
