/** A selected input parameter that does not exist. */
import { take, yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageUnknownParameter = foreseen({
  id: 'yadage-unknown-parameter',
  severity: 'error',
  code: 'parameters',
  title: 'a stage selects an input parameter that does not exist',
  consequence: 'The engine stops in the middle of the run, when it gets to the stage.',
  fix: 'Correct the name, or add the parameter to inputs.parameters.',
  examples: {
    wrong: [yadageExample({ parameters: take('mas', 'init') })],
    right: [yadageExample({ parameters: take('mass', 'init') })],
  },
});
