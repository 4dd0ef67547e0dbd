/** Rules that wait for each other. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeCycle: Rule<SnakemakeSubject> = {
  id: 'snakemake-cycle',
  severity: 'error',
  title: 'a rule needs a file that is made from what it makes itself',
  consequence: 'Snakemake stops before the first job: CyclicGraphException.',
  fix: 'Let the rule write to another file than those it comes from.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', '    output:', '    input: "limit.json"\n    output:'),
      snakemakeExample(
        'Snakefile',
        '    output:',
        '    input: "a.txt"\n    output: "b.txt"\n    shell: "touch b.txt"\n\nrule a:\n    input: "limit.json"\n    output: "a.txt"\n    shell: "touch a.txt"\n\nrule last:\n    input: "a.txt"\n    output:',
      ),
    ],
    right: [
      snakemakeExample(
        'Snakefile',
        '    output:',
        '    input: "a.txt"\n    output: "limit.txt"\n    shell: "cp a.txt limit.txt"\n\nrule a:\n    output: "a.txt"\n    shell: "touch a.txt"\n\nrule last:\n    input: "limit.txt"\n    output:',
      ),
    ],
  },
  async check({ chain, files }) {
    const problems: Problem[] = [];
    for (const { file, rule, position } of chain.circular) {
      // What is there already need not be made.
      if ((await files.kindOf(file)) !== undefined) continue;
      const message = `rule ${rule} needs ${file}, which is made from what it makes`;
      problems.push({ message, ...position });
    }
    return problems;
  },
};
