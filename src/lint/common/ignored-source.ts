/** A file of the workflow that an ignore file keeps away from REANA. */
import { readIgnoreRules } from '../../specification/ignore-rules.ts';
import { declaredSources } from '../../specification/workflow-source.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const workflow =
  'inputs: {directories: [flow]}\nworkflow: {type: snakemake, file: flow/Snakefile}\n';
const snakefile =
  'rule all:\n    output: "a"\n    container: "docker://python:3.12"\n    shell: "touch a"\n';

export const ignoredSource: Rule<LintSubject> = {
  id: 'ignored-source',
  severity: 'warning',
  isUnseen: true,
  title: '.gitignore or .reanaignore leaves out a file of the workflow',
  consequence:
    'reana-client does not upload the file, and the engine does not find it. reana-ci sends it because the specification names it.',
  fix: 'Change the ignore file, or list the file itself under inputs.files.',
  examples: {
    wrong: [{ 'reana.yaml': workflow, 'flow/Snakefile': snakefile, '.reanaignore': 'Snakefile\n' }],
    right: [{ 'reana.yaml': workflow, 'flow/Snakefile': snakefile, '.gitignore': '*.root\n' }],
  },
  async check({ specification, files }) {
    const { root, inputs, document } = specification;
    const rules = await readIgnoreRules(root);
    const problems: Problem[] = [];
    for (const { path, place, directory } of declaredSources(specification)) {
      if (directory || inputs.files.includes(path) || !rules.ignoresFile(path)) continue;
      if ((await files.kindOf(path)) !== 'file') continue;
      problems.push({
        message: `${path} is ignored by other clients`,
        ...document.position(place),
      });
    }
    return problems;
  },
};
