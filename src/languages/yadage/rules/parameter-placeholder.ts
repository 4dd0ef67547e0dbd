/** Braces in the value of a parameter. */
import { withParameters, yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageParameterPlaceholder = foreseen({
  id: 'yadage-parameter-placeholder',
  severity: 'error',
  code: 'parameters',
  title: 'braces in a parameter are neither {workdir} nor {readdir0}',
  consequence:
    'The engine fills in parameters with str.format and stops at any other braces; {workdir} is not known to input parameters.',
  fix: 'Use {workdir} in parameters of steps only, and keep JSON and the like out of parameters.',
  examples: {
    wrong: [
      yadageExample({ parameters: '{output: "{outdir}/limit.json"}' }),
      withParameters('{output: "{workdir}/limit.json"}', {}),
    ],
    right: [yadageExample({ parameters: '{output: "{workdir}/limit.json"}' })],
  },
});
