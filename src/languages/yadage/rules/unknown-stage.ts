/** An output of a stage that does not exist. */
import { take, yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageUnknownStage = foreseen({
  id: 'yadage-unknown-stage',
  severity: 'error',
  title: 'a stage selects an output of a stage that does not exist',
  consequence:
    'With step: the engine stops in the middle of the run; with stages: the parameter is an empty list.',
  fix: 'Correct the name.',
  examples: {
    wrong: [
      yadageExample({}, { name: 'plot', dependencies: '[fit]', parameters: take('limit', 'fitt') }),
    ],
    right: [yadageExample({}, { name: 'plot', dependencies: '[fit]', parameters: take('limit') })],
  },
});
