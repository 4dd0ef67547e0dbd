/** The documentation of all rules, as one page. */
import { hintKinds } from '../../lint/kit/hint.ts';
import { readSince } from '../../lint/kit/hint-reader.ts';
import { workflowTypes } from '../../reana/types.ts';
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
    ...hintTable(),
  ].join('\n');
}

/** The generation from which on each engine reads each hint. */
function hintTable(): string[] {
  const rows = [...hintKinds.keys()].map((hint) => {
    const cells = workflowTypes.map((language) => readSince(language, hint));
    return `| \`${hint}\` | ${cells.join(' | ')} |`;
  });
  return [
    '## Who reads which hint',
    '',
    'Engines silently ignore a hint that they do not read. The columns tell since which generation of servers each engine reads it.',
    '',
    `| hint | ${workflowTypes.join(' | ')} |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}
