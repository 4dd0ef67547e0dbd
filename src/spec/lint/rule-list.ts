/** All rules there are, for settings, comments and documentation. */
import type { Finding } from '../../base/error.ts';
import type { Position } from '../source-document.ts';
import { suggest } from '../suggestion.ts';
import type { RuleDescription } from './rule.ts';
import { commonRules } from './rules/common/rules.ts';
import { server } from './rules/common/server.ts';
import { undeclaredSource } from './rules/common/undeclared-source.ts';
import { cwltool } from './rules/cwl/cwltool.ts';
import { cwlRules } from './rules/cwl/rules.ts';
import { loadingRules } from './rules/loading/rules.ts';
import { serialRules } from './rules/serial/rules.ts';
import { resultSettingsRules } from './rules/loading/result-settings-rules.ts';
import { settingsRules } from './rules/loading/settings-rules.ts';
import { snakemakeRules } from './rules/snakemake/rules.ts';
import { dockerRules } from './rules/steps/docker-rules.ts';
import { stepRules } from './rules/steps/rules.ts';
import { yadageRules } from './rules/yadage/rules.ts';

/** A group of rules under the heading that the documentation gives it. */
export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly RuleDescription[];
}

export const ruleGroups: readonly RuleGroup[] = [
  { title: 'Files that REANA cannot read', rules: loadingRules },
  { title: 'All workflows', rules: [...commonRules, undeclaredSource, server] },
  { title: 'Steps and their hints', rules: [...stepRules, ...dockerRules] },
  { title: 'Serial workflows', rules: serialRules },
  { title: 'Yadage workflows', rules: yadageRules },
  { title: 'CWL workflows', rules: [...cwlRules, cwltool] },
  { title: 'Snakemake workflows', rules: snakemakeRules },
  { title: 'Settings of lint', rules: settingsRules },
  { title: 'Numbers and plots to show', rules: resultSettingsRules },
];

const byId = new Map(
  ruleGroups.flatMap(({ rules }) =>
    rules.map((rule): [string, RuleDescription] => [rule.id, rule]),
  ),
);

export const ruleIds: ReadonlySet<string> = new Set(byId.keys());

/** What there is to say about a rule; `undefined` when there is none of this id. */
export function describeRule(id: string): RuleDescription | undefined {
  return byId.get(id);
}

/** The finding about a rule that somebody names and that does not exist. */
export function unknownRule(id: string, position: Position): Finding {
  const near = suggest(id, ruleIds);
  return {
    rule: 'unknown-rule',
    severity: 'warning',
    message: `there is no rule ${id}`,
    hint: near === undefined ? 'docs/rules.md lists all rules.' : `Did you mean ${near}?`,
    ...position,
  };
}
