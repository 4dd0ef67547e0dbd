/** Two rules of one name. */
import type { SnakemakeSubject } from '../../snakemake/subject.ts';
import type { Rule } from '../../rule.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeRuleName: Rule<SnakemakeSubject> = {
  id: 'snakemake-rule-name',
  severity: 'error',
  title: 'two rules of a Snakefile have the same name',
  consequence: 'Snakemake stops before the first job.',
  fix: 'Rename one of them.',
  examples: {
    wrong: [snakemakeExample('Snakefile', 'rule all:', 'rule fit:')],
    right: [snakemakeExample()],
  },
  check: ({ snakefiles }) =>
    snakefiles.flatMap(({ rules }) =>
      rules
        // Rules that stand under if and else may share a name.
        .filter(({ name, isConditional }) => name !== '' && !isConditional)
        .flatMap(({ name, position }, index, own) => {
          const first = own.findIndex((rule) => rule.name === name);
          if (first === index) return [];
          return [
            {
              message: `rule ${name} stands in line ${own[first]?.position.line ?? 1}, too`,
              ...position,
            },
          ];
        }),
    ),
};
