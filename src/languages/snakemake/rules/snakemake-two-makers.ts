/** A file that two rules make. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import { snakemakeExample } from './example.ts';

const other = 'rule other:\n    output: "limit.json"\n    shell: "touch {output}"\n\nrule fit:';

export const snakemakeTwoMakers: Rule<SnakemakeSubject> = {
  id: 'snakemake-two-makers',
  severity: 'error',
  title: 'two rules make a file that is needed',
  consequence: 'Snakemake stops before the first job: AmbiguousRuleException.',
  fix: 'Rename the output of one of them, or say with ruleorder: which one comes first.',
  examples: {
    wrong: [snakemakeExample('Snakefile', 'rule fit:', other)],
    right: [
      snakemakeExample('Snakefile', 'rule fit:', `ruleorder: fit > other\n\n${other}`),
      snakemakeExample('Snakefile', 'rule fit:', other.replace('"limit.json"', '"{x}.json"')),
      snakemakeExample(
        'Snakefile',
        'rule fit:',
        other.replace('    shell', '    input: "no"\n    shell'),
      ),
    ],
  },
  async check({ chain, files }) {
    const problems: Problem[] = [];
    for (const { file, makers, needs } of chain.ambiguous) {
      const found = await Promise.all(needs.map((name) => files.kindOf(name)));
      const [first, second] = makers;
      if (found.includes(undefined) || first === undefined || second === undefined) continue;
      const message = `${file} is made by rule ${first.name} and by rule ${second.name}`;
      problems.push({ message, ...(second.directives.get('output')?.position ?? second.position) });
    }
    return problems;
  },
};
