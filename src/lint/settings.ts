/** Levels of lint rules that `.reana-ci.yml` sets. */
import type { Finding } from '../base/error.ts';
import type { AnalysisSettings } from '../specification/settings-file.ts';
import { ruleLevels } from '../specification/settings-schema.ts';
import type { Severity } from './kit/rule.ts';

/** By id of the rule. */
export type RuleLevels = ReadonlyMap<string, Severity | 'off'>;

/** The levels that the settings give to rules, and what is wrong with them. */
export async function readRuleLevels({
  lintRules,
}: Pick<AnalysisSettings, 'lintRules'>): Promise<{ levels: RuleLevels; problems: Finding[] }> {
  const levels = new Map<string, Severity | 'off'>();
  if (lintRules.length === 0) return { levels, problems: [] };
  // All rules of all languages: most analyses set none.
  const { loadRuleIds, unknownRule } = await import('./rule-list.ts');
  const ruleIds = await loadRuleIds();
  const problems: Finding[] = [];
  for (const { id, level: wanted, idPosition, levelPosition } of lintRules) {
    // YAML 1.1 reads a plain off as false.
    const level = wanted === false ? 'off' : ruleLevels.find((known) => known === wanted);
    if (!ruleIds.has(id)) {
      problems.push(unknownRule(id, ruleIds, idPosition));
    } else if (level === undefined) {
      const message = `lint.rules.${id} has to be one of ${ruleLevels.join(', ')}`;
      problems.push({ rule: 'wrong-type', severity: 'error', message, ...levelPosition });
    } else levels.set(id, level);
  }
  return { levels, problems };
}

/** The findings with the given levels, without those of rules that are off. */
export function applyLevels(levels: RuleLevels, findings: readonly Finding[]): Finding[] {
  return findings.flatMap((finding) => {
    const level = levels.get(finding.rule);
    if (level === undefined) return [finding];
    return level === 'off' ? [] : [{ ...finding, severity: level }];
  });
}
