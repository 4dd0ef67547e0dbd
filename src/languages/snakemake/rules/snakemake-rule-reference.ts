/** A rule that is named before it is there, or that is not there at all. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { suggest } from '../../../document/suggestion.ts';
import { rulesNamedIn } from '../graph/pattern.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import { allRules } from '../read.ts';
import type { Snakefile, SnakefileRule } from '../snakefile.ts';
import { snakemakeExample } from './example.ts';

const input = '"limit.json"\n\nrule fit:';

export const snakemakeRuleReference: Rule<SnakemakeSubject> = {
  id: 'snakemake-rule-reference',
  severity: 'error',
  code: 'serialization',
  title: 'a rule is named before it is defined',
  consequence: 'Snakemake stops before the first job: “Rules object has no attribute …”.',
  fix: 'Put the rule before the one that names it, or name the file.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', input, 'rules.fit.output\n\nrule fit:'),
      snakemakeExample('Snakefile', input, 'rules.fitt.output\n\nrule fit:'),
    ],
    right: [
      snakemakeExample(),
      snakemakeExample('Snakefile', input, 'lambda wildcards: rules.fit.output\n\nrule fit:'),
      snakemakeExample(
        'Snakefile',
        '    shell:',
        '    shell: "touch {output}"\n\nrule last:\n    input: rules.fit.output\n    shell:',
      ),
    ],
  },
  check: ({ snakefiles, isWhole }) => {
    const isKnown = isWhole && !snakefiles.some(({ isOpen }) => isOpen);
    if (!isKnown) return [];
    const names = allRules(snakefiles).map(({ name }) => name);
    return snakefiles.flatMap((snakefile) =>
      snakefile.rules.flatMap((rule) => problemsOf(rule, snakefile, names)),
    );
  },
};

function problemsOf(
  rule: SnakefileRule,
  { rules }: Snakefile,
  names: readonly string[],
): Problem[] {
  return rule.all.flatMap(({ arguments: given }) =>
    given.flatMap(({ expression, position }) =>
      rulesNamedIn(expression).flatMap((name): Problem[] => {
        if (!names.includes(name)) {
          const near = suggest(name, names);
          const message = `there is no rule ${name}`;
          return [{ message, ...(near && { hint: `Did you mean ${near}?` }), ...position }];
        }
        const same = rules.filter((other) => other.name === name);
        // One that stands in another file has been included, before or behind.
        const isLater =
          same.length > 0 &&
          same.length === names.filter((other) => other === name).length &&
          same.every((other) => other.position.line > rule.position.line);
        if (!isLater) return [];
        const line = same[0]?.position.line ?? 0;
        return [{ message: `rule ${name} is defined behind this, in line ${line}`, ...position }];
      }),
    ),
  );
}
