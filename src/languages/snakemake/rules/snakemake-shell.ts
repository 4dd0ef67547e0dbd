/** A rule that runs something that REANA does not run. */
import { runKeywords } from '../keyword.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import { snakemakeExample } from './example.ts';

const others = runKeywords.filter((keyword) => keyword !== 'shell');

export const snakemakeShell: Rule<SnakemakeSubject> = {
  id: 'snakemake-shell',
  severity: 'error',
  title: 'a rule runs Python, a script or a wrapper in place of a shell command',
  consequence: 'REANA hands the shell command of a rule to a job; a rule without one fails.',
  fix: 'Call the script from shell: "python script.py {input} {output}".',
  examples: {
    wrong: [snakemakeExample('Snakefile', 'shell:', 'script:')],
    right: [snakemakeExample()],
  },
  check: ({ snakefiles }) =>
    snakefiles.flatMap(({ rules }) =>
      rules.flatMap(({ name, directives }) =>
        others.flatMap((keyword) => {
          const directive = directives.get(keyword);
          if (directive === undefined) return [];
          return [
            { message: `REANA does not run ${keyword}: of rule ${name}`, ...directive.position },
          ];
        }),
      ),
    ),
};
