/** A file that a rule needs, that no rule makes, and that is not there. */
import path from 'node:path';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import { snakemakeExample } from './example.ts';

const target = 'rule all:\n    input:\n        "limit.json"';

export const snakemakeInput: Rule<SnakemakeSubject> = {
  id: 'snakemake-input',
  severity: 'error',
  isUnseen: true,
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
      snakemakeExample('Snakefile', '    output:', '    input: "./config.yaml"\n    output:'),
      {
        ...snakemakeExample('Snakefile', '    output:', '    input: "d", "d/"\n    output:'),
        'reana.yaml':
          snakemakeExample('reana.yaml', 'config.yaml]', 'config.yaml, d/a]')['reana.yaml'] ?? '',
        'd/a': '',
      },
      snakemakeExample(
        'Snakefile',
        `${target}\n\nrule fit:\n`,
        `${target}, "time.tsv"\n\nrule fit:\n    benchmark: "time.tsv"\n`,
      ),
    ],
  },
  async check({ chain, specification, files }) {
    const { inputs } = specification;
    const sent = new Set(
      [...inputs.files, specification.file].map((file) => path.posix.normalize(file)),
    );
    const problems: Problem[] = [];
    for (const { file, rule, position } of chain.unmade) {
      const name = path.posix.normalize(file);
      const isListed =
        sent.has(name) ||
        // A file brings along the folders that it is in.
        Array.from(sent).some((sentFile) => sentFile.startsWith(`${name}/`)) ||
        inputs.directories.some((folder) => isWithin(name, folder) || isWithin(folder, name));
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

function isWithin(name: string, folder: string): boolean {
  const outer = path.posix.normalize(`${folder}/`);
  return outer === './' || `${name}/`.startsWith(outer);
}
