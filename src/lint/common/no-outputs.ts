/** An analysis that wants nothing back. */
import { serialExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const example = serialExample(['python fit.py']);

export const noOutputs: Rule<LintSubject> = {
  id: 'no-outputs',
  severity: 'info',
  title: 'the specification declares no outputs',
  consequence: 'The run can finish well, and nothing is brought back.',
  fix: 'List the results under outputs.files or outputs.directories.',
  examples: {
    wrong: [{ 'reana.yaml': (example['reana.yaml'] ?? '').replace(/outputs:[^]*$/, '') }],
    right: [example],
  },
  check: ({ specification: { outputs, document } }) =>
    outputs.files.length + outputs.directories.length > 0
      ? []
      : [{ message: 'no outputs are declared', ...document.keyPosition(['workflow']) }],
};
