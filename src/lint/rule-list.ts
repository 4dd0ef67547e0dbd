/** All rules there are, for settings, comments and documentation. */
import type { Finding } from '../base/error.ts';
import { pageUrl } from '../base/home.ts';
import type { Position } from '../document/source-document.ts';
import { suggest } from '../document/suggestion.ts';
import type { DescribeRule, RuleDescription } from './kit/rule.ts';
import { commonRules } from './common/rules.ts';
import { server } from './common/server.ts';
import { undeclaredSource } from './common/undeclared-source.ts';
import { loadingRules } from './loading/rules.ts';
import { metricRules } from './loading/metric-rules.ts';
import { settingsRules } from './loading/settings-rules.ts';
import { dockerRules } from './steps/docker-rules.ts';
import { stepRules } from './steps/rules.ts';

/** A group of rules under the heading that the documentation gives it. */
export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly RuleDescription[];
}

/** Loads all rules, in the order of the documentation. */
export async function loadRuleGroups(): Promise<readonly RuleGroup[]> {
  const ofLanguages = languages.map(async ({ title, load }) => ({ title, rules: await load() }));
  return [...forAll, ...(await Promise.all(ofLanguages)), ...forSettings];
}

/** Loads what is known of the rules `ids`, and of the languages' rules no others: loading takes its time. */
export async function describeRules(ids: readonly string[]): Promise<DescribeRule> {
  const wanted = languages.filter(({ prefix }) => ids.some((id) => id.startsWith(prefix)));
  const loaded = await Promise.all(wanted.map(({ load }) => load()));
  const known = [...[...forAll, ...forSettings].map(({ rules }) => rules), ...loaded].flat();
  const byId = new Map(known.map((rule) => [rule.id, rule]));
  return (id) => byId.get(id);
}

/** The ids of all rules. */
export async function loadRuleIds(): Promise<ReadonlySet<string>> {
  const groups = await loadRuleGroups();
  return new Set(groups.flatMap(({ rules }) => rules.map(({ id }) => id)));
}

/** The finding about a rule that somebody names and that is not among `ids`. */
export function unknownRule(id: string, ids: ReadonlySet<string>, position: Position): Finding {
  const near = suggest(id, ids);
  return {
    rule: 'unknown-rule',
    severity: 'warning',
    message: `there is no rule ${id}`,
    hint: near === undefined ? `${pageUrl('rules.md')} lists all rules.` : `Did you mean ${near}?`,
    ...position,
  };
}

const forAll: readonly RuleGroup[] = [
  { title: 'Files that REANA cannot read', rules: loadingRules },
  { title: 'All workflows', rules: [...commonRules, undeclaredSource, server] },
  { title: 'Steps and their hints', rules: [...stepRules, ...dockerRules] },
];

const forSettings: readonly RuleGroup[] = [
  { title: 'Settings of lint', rules: settingsRules },
  { title: 'Numbers and plots to show', rules: metricRules },
];

interface LanguageGroup {
  readonly title: string;
  /** Begins the id of each of its rules. */
  readonly prefix: string;
  readonly load: () => Promise<readonly RuleDescription[]>;
}

const languages: readonly LanguageGroup[] = [
  {
    title: 'Serial workflows',
    prefix: 'serial-',
    load: async () => (await import('../languages/serial/rules/rules.ts')).serialRules,
  },
  {
    title: 'Yadage workflows',
    prefix: 'yadage-',
    load: async () => (await import('../languages/yadage/rules/rules.ts')).yadageRules,
  },
  {
    title: 'CWL workflows',
    prefix: 'cwl',
    load: async () => {
      const { cwltool } = await import('../languages/cwl/rules/cwltool.ts');
      return [...(await import('../languages/cwl/rules/rules.ts')).cwlRules, cwltool];
    },
  },
  {
    title: 'Snakemake workflows',
    prefix: 'snakemake-',
    load: async () => (await import('../languages/snakemake/rules/rules.ts')).snakemakeRules,
  },
];
