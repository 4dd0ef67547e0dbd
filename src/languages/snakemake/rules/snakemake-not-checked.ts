/** Python in a Snakefile, which lint does not run. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { Snakefile } from '../snakefile.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeNotChecked: Rule<SnakemakeSubject> = {
  id: 'snakemake-not-checked',
  severity: 'info',
  title: 'a Snakefile has Python in it, which is not checked',
  consequence: 'Nothing is wrong; lint does not know what Python makes of it.',
  fix: 'Run snakemake --dry-run where the files are at hand.',
  examples: {
    wrong: [snakemakeExample('Snakefile', 'rule all:', 'import os\n\nrule all:')],
    right: [snakemakeExample()],
  },
  check: ({ snakefiles }) => snakefiles.flatMap(problemOf),
};

/** One for each file, at the first such place. */
function problemOf({ file, python, rules, directives, isUnread }: Snakefile): Problem[] {
  if (isUnread === true) {
    return [{ message: `${file} is too large to be checked`, file, line: 1, column: 1 }];
  }
  const open = [...directives, ...rules.flatMap(({ all }) => all)]
    .filter((directive) => directive.isOpen)
    .map(({ position }) => position);
  const places = [...python, ...open].sort((a, b) => a.line - b.line);
  const [first] = places;
  if (first === undefined) return [];
  const where =
    places.length === 1 ? 'here' : `in ${places.length} places, of which this is the first`;
  return [{ message: `Python is not checked ${where}`, ...first }];
}
