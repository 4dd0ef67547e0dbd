/** Keywords that a rule of Snakemake does not have, or does not have there. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { suggest } from '../../../document/suggestion.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import { ruleKeywords, runKeywords } from '../keyword.ts';
import type { SnakefileRule } from '../snakefile.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeKeyword: Rule<SnakemakeSubject> = {
  id: 'snakemake-keyword',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a rule has a keyword that Snakemake does not know, or one behind its command',
  consequence: 'Snakemake stops before the first job: Unexpected keyword in rule definition.',
  fix: 'Correct the name; shell comes last, and once.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', '    output:', '    outputs:'),
      snakemakeExample('Snakefile', '    shell:', '    shell: "ls"\n    shell:'),
      snakemakeExample('Snakefile', '    output:', '    shell: "ls"\n    output:'),
    ],
    right: [snakemakeExample('Snakefile', '    shell:', '    threads: 2\n    shell:')],
  },
  check: ({ snakefiles, dialect }) => {
    const known = ruleKeywords(dialect);
    return snakefiles.flatMap(({ rules }) => rules.flatMap((rule) => problemsOf(rule, known)));
  },
};

function problemsOf(rule: SnakefileRule, known: readonly string[]): Problem[] {
  const strays = rule.strays.map((position): Problem => ({
    severity: 'warning',
    message: `this text belongs to no keyword of rule ${rule.name}`,
    hint: 'Leave no empty line behind the keyword.',
    ...position,
  }));
  return [...keywordProblems(rule, known), ...strays];
}

function keywordProblems({ name, all }: SnakefileRule, known: readonly string[]): Problem[] {
  const command = all.findIndex(({ keyword }) => runKeywords.includes(keyword));
  return all.flatMap(({ keyword, position }, index): Problem[] => {
    if (!known.includes(keyword)) {
      const near = suggest(keyword, known);
      return [
        {
          message: `rule ${name} has the keyword ${keyword}, which Snakemake does not know`,
          ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
          ...position,
        },
      ];
    }
    if (
      all.findIndex((other) => other.keyword === keyword) < index &&
      !runKeywords.includes(keyword)
    ) {
      const message = `${keyword} of rule ${name} is given twice: only the first counts`;
      return [{ severity: 'warning', message, ...position }];
    }
    if (command === -1 || index <= command) return [];
    const first = all[command]?.keyword ?? '';
    const message = `${keyword} of rule ${name} stands behind ${first}`;
    return [{ message, hint: `Move ${keyword} before ${first}.`, ...position }];
  });
}
