/** An output that is used before it is there. */
import { take, yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageNotWaiting = foreseen({
  id: 'yadage-not-waiting',
  severity: 'error',
  title: 'a stage uses outputs of a stage that it does not wait for',
  consequence: 'With step: the engine stops; with stages: the parameter is an empty list.',
  fix: 'Add the stage to the dependencies.',
  examples: {
    wrong: [yadageExample({ dependencies: '[]', parameters: take('mass', 'init') })],
    right: [yadageExample({ parameters: take('mass', 'init') })],
  },
});
