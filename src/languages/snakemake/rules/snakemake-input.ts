/** A file that a rule needs, that no rule makes, and that is not there. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import { snakemakeExample } from './example.ts';

const target = 'rule all:\n    input:\n        "limit.json"';

export const snakemakeInput: Rule<SnakemakeSubject> = {
  id: 'snakemake-input',
  severity: 'error',
  title: 'a rule needs a file that no rule makes and that REANA does not get',
  consequence: 'Snakemake stops before the first job: MissingInputException.',
  fix: 'Correct the name; list files of the analysis under inputs.files or inputs.directories.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', target, target.replace('limit', 'limits')),
      snakemakeExample('Snakefile', '    output:', '    input: "data.root"\n    output:'),
      {
        ...snakemakeExample('Snakefile', '    output:', '    input: "data.root"\n    output:'),
        'data.root': '',
      },
    ],
    right: [
      snakemakeExample(),
      snakemakeExample('Snakefile', '    output:', '    input: "config.yaml"\n    output:'),
    ],
  },
  async check({ chain, specification, files }) {
    const { inputs } = specification;
    const sent = new Set([...inputs.files, specification.file]);
    const problems: Problem[] = [];
    for (const { file, rule, position } of chain.unmade) {
      const isListed =
        sent.has(file) || inputs.directories.some((folder) => `${file}/`.startsWith(`${folder}/`));
      const isThere = (await files.kindOf(file)) !== undefined;
      if (isListed && isThere) continue;
      const why = isThere ? 'it is not among the inputs' : 'it does not exist';
      problems.push({
        message: `rule ${rule} needs ${file}: no rule makes it, and ${why}`,
        ...position,
      });
    }
    return problems;
  },
};
