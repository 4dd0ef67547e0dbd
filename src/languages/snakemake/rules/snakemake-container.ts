/** A rule that leaves its image to REANA. */
import { runsSomething } from '../lint-step.ts';
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
    wrong: [snakemakeExample('Snakefile', container, '')],
    right: [
      snakemakeExample(),
      {
        ...snakemakeExample(),
        Snakefile: 'container: "docker://python:3.12"\nrule fit:\n    shell: "ls"\n',
      },
    ],
  },
  check: ({ snakefiles }) =>
    snakefiles.some(({ directives }) => directives.some(isContainer))
      ? []
      : snakefiles.flatMap(({ rules }) =>
          rules
            .filter((rule) => runsSomething(rule) && !isLocal(rule.directives))
            .map(({ name, position }) => ({
              message: `rule ${name} has no container`,
              ...position,
            })),
        ),
};

function isContainer({ keyword }: { readonly keyword: string }): boolean {
  return ['container', 'singularity', 'containerized'].includes(keyword);
}

function isLocal(directives: ReadonlyMap<string, unknown>): boolean {
  return directives.has('container') || directives.has('singularity');
}
