/** A step that runs a file that is not there. */
import type { CwlSubject } from '../document.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import { cwlExample } from './example.ts';

export const cwlRun: Rule<CwlSubject> = {
  id: 'cwl-run',
  severity: 'error',
  code: 'serialization',
  refusedBy: 'bundle',
  title: 'a step runs a tool that does not exist',
  consequence: 'cwltool refuses the workflow, so that no run can be made of it.',
  fix: 'Give the path relative to the file that the step stands in.',
  examples: {
    wrong: [cwlExample('workflow.cwl', 'fit.cwl', 'tools/fit.cwl')],
    right: [cwlExample()],
  },
  check: ({ cwl }) =>
    cwl.deadEnds.map(({ target, source, path }) => ({
      message: `${target} does not exist`,
      hint: 'The path is relative to the file that it stands in.',
      ...source.position(path),
    })),
};
