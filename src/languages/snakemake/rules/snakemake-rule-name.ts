/** Two rules of one name. */
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { SnakefileRule } from '../snakefile.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeRuleName: Rule<SnakemakeSubject> = {
  id: 'snakemake-rule-name',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'two rules of a Snakefile have the same name',
  consequence: 'Snakemake stops before the first job.',
  fix: 'Rename one of them.',
  examples: {
    wrong: [snakemakeExample('Snakefile', 'rule all:', 'rule fit:')],
    right: [snakemakeExample()],
  },
  check: ({ snakefiles }) => snakefiles.flatMap(({ rules }) => repeated(rules)),
};

function repeated(rules: readonly SnakefileRule[]): Problem[] {
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { name, position, isConditional } of rules) {
    // Rules that stand under if and else may share a name.
    if (name === '' || isConditional) continue;
    const line = lines.get(name);
    if (line === undefined) lines.set(name, position.line);
    else problems.push({ message: `rule ${name} stands in line ${line}, too`, ...position });
  }
  return problems;
}
