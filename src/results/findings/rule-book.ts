/** The documentation of all rules, as one page. */
import type { RuleGroup } from '../../lint/rule-list.ts';
import { explainRule } from './explanation.ts';

/** Markdown: a table of all rules, then every rule with its examples. */
export function writeRuleBook(groups: readonly RuleGroup[]): string {
  const rows = groups.flatMap(({ title, rules }) =>
    rules.map(
      ({ id, severity, title: about }) =>
        `| [${id}](#${id}) | ${severity} | ${about.replaceAll('|', '\\|')} | ${title} |`,
    ),
  );
  return [
    '# The rules of lint',
    '',
    '<!-- Made from the rules by `node scripts/rules.ts`. -->',
    '',
    'How to use them is told in [lint.md](lint.md). `reana-ci lint --explain RULE` shows one of them.',
    '',
    '| rule | level | what is wrong | about |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...groups.flatMap(({ title, rules }) => [
      `## ${title}`,
      '',
      ...rules.map((rule) => explainRule(rule, '###')),
    ]),
  ].join('\n');
}
