/** A rule that leaves its image to REANA. */
import { runsSomething } from '../steps.ts';
import type { SnakefileRule } from '../snakefile.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import { snakemakeExample } from './example.ts';

const container = '    container:\n        "docker://docker.io/library/python:3.12-slim"\n';

export const snakemakeContainer: Rule<SnakemakeSubject> = {
  id: 'snakemake-container',
  severity: 'warning',
  title: 'a rule has no container',
  consequence:
    'The job runs in the default image of REANA, which holds Snakemake and not your software.',
  fix: 'Add container: "docker://registry/group/name:tag" to the rule, or once for the whole Snakefile.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', container, ''),
      snakemakeExample('Snakefile', container, '    container: None\n'),
    ],
    right: [
      snakemakeExample(),
      {
        ...snakemakeExample(),
        Snakefile: 'container: "docker://python:3.12"\nrule fit:\n    shell: "ls"\n',
      },
    ],
  },
  check: ({ snakefiles }) => {
    const isForAll = snakefiles.some(({ directives }) => directives.some(isContainer));
    return snakefiles
      .flatMap(({ rules }) => rules)
      .filter((rule) => runsSomething(rule) && (isForAll ? hasNone(rule) : !hasOwn(rule)))
      .map(({ name, position }) => ({ message: `rule ${name} has no container`, ...position }));
  },
};

function isContainer({ keyword }: { readonly keyword: string }): boolean {
  return ['container', 'singularity', 'containerized'].includes(keyword);
}

/** `container: None` is for rules that want none. */
function hasOwn({ directives }: SnakefileRule): boolean {
  const own = directives.get('container') ?? directives.get('singularity');
  return own !== undefined && own.arguments[0]?.value !== null;
}

function hasNone({ directives }: SnakefileRule): boolean {
  return (
    (directives.get('container') ?? directives.get('singularity'))?.arguments[0]?.value === null
  );
}
