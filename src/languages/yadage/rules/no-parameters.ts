/** A use of input parameters in a workflow that has none. */
import { withParameters } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageNoParameters = foreseen({
  id: 'yadage-no-parameters',
  severity: 'error',
  code: 'parameters',
  title: 'a stage uses init, and the workflow has no input parameters',
  consequence:
    'Without parameters there is no init stage: whatever depends on it never runs, and REANA calls the run finished.',
  fix: 'Give inputs.parameters at least one parameter, or remove the dependency on init.',
  examples: {
    wrong: [withParameters('{}', {})],
    right: [withParameters('{mass: 750}', {}), withParameters('{}', { dependencies: '[]' })],
  },
});
