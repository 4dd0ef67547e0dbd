/** Fields that CWL does not have. */
import { suggest } from '../../../document/suggestion.ts';
import type { CwlProcess } from '../workflow.ts';
import type { CwlSubject } from '../document.ts';
import { isForeign, partsOf } from '../field-schema.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { cwlExample } from './example.ts';

export const cwlField: Rule<CwlSubject> = {
  id: 'cwl-field',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'CWL has no field of this name',
  consequence: 'cwltool refuses the document, so that no run can be made of it.',
  fix: 'Correct the name, or remove the field. Fields of your own need a namespace: `mine:note`.',
  examples: {
    wrong: [
      cwlExample('workflow.cwl', 'outputSource', 'outputSourse'),
      cwlExample('fit.cwl', 'baseCommand', 'basecommand'),
      cwlExample('workflow.cwl', '    run:', '    image: python\n    run:'),
    ],
    right: [cwlExample(), cwlExample('fit.cwl', 'baseCommand', 'stdout: log\nbaseCommand')],
  },
  check: ({ cwl }) => cwl.processes.flatMap(problemsOf),
};

function problemsOf(process: CwlProcess): Problem[] {
  const { source, path } = process;
  return [...partsOf(process)].flatMap(({ owner, data, place, fields }) =>
    Object.keys(data)
      .filter((key) => !Object.hasOwn(fields, key) && !isForeign(key))
      .map((key) => {
        const near = suggest(key, Object.keys(fields));
        return {
          message: `${owner} has no field ${key}`,
          ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
          ...source.keyPosition([...path, ...place, key]),
        };
      }),
  );
}
