/** Files that a Snakefile names and that are not there. */
import { includedFile, plainText } from '../read.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { snakemakeExample } from './example.ts';

export const snakemakeFile: Rule<SnakemakeSubject> = {
  id: 'snakemake-file',
  severity: 'error',
  code: 'serialization',
  refusedBy: 'bundle',
  title: 'a Snakefile includes a file that does not exist',
  consequence: 'Snakemake stops before the first job.',
  fix: 'include: is relative to the file it stands in, configfile: to the folder of the analysis.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', 'configfile: "config.yaml"', 'include: "rules/fit.smk"'),
      snakemakeExample('Snakefile', '"config.yaml"', '"configs.yaml"'),
    ],
    right: [
      snakemakeExample(),
      snakemakeExample(
        'Snakefile',
        'configfile: "config.yaml"',
        'import os\nif os.path.exists("own.yaml"):\n    configfile: "own.yaml"',
      ),
    ],
  },
  async check({ snakefiles, files }) {
    const problems: Problem[] = [];
    for (const { file, directives } of snakefiles) {
      for (const directive of directives) {
        // Python may look first whether it is there.
        if (directive.isConditional) continue;
        const target =
          directive.keyword === 'include'
            ? includedFile(file, directive)
            : directive.keyword === 'configfile'
              ? plainText(directive)
              : undefined;
        if (target === undefined || (await files.kindOf(target)) !== undefined) continue;
        problems.push({ message: `${target} does not exist`, ...directive.position });
      }
    }
    return problems;
  },
};
