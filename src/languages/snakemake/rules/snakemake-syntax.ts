/** Text that neither Python nor Snakemake can read. */
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeSyntax: Rule<SnakemakeSubject> = {
  id: 'snakemake-syntax',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a Snakefile cannot be read',
  consequence: 'Snakemake stops before the first job: SyntaxError.',
  fix: 'Close texts and brackets, put commas between values, and indent all keywords of a rule alike.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', '"limit.json"\n    container', '"limit.json\n    container'),
      snakemakeExample('Snakefile', '"limit.json"\n    container', '"a" name="b"\n    container'),
      snakemakeExample('Snakefile', 'rule fit:', 'rule fit'),
      snakemakeExample('Snakefile', '    container:', '      container:'),
    ],
    right: [
      snakemakeExample(),
      snakemakeExample(
        'Snakefile',
        '"limit.json"\n    container',
        '"limit" ".json",\n    container',
      ),
    ],
  },
  check: ({ snakefiles }) =>
    snakefiles.flatMap(({ problems }) =>
      problems.map(({ message, position }) => ({ message, ...position })),
    ),
};
