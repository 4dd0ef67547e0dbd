/** An output that its stage does not publish. */
import { take, yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageUnknownOutput = foreseen({
  id: 'yadage-unknown-output',
  severity: 'error',
  title: 'a stage selects an output that the other stage does not publish',
  consequence: 'The engine stops in the middle of the run, when it gets to the stage.',
  fix: 'Use one of the names that the publisher gives.',
  examples: {
    wrong: [yadageExample({}, { name: 'plot', dependencies: '[fit]', parameters: take('limits') })],
    right: [yadageExample({}, { name: 'plot', dependencies: '[fit]', parameters: take('limit') })],
  },
});
