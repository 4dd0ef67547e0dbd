/** A stage with parts missing that the schema does not ask for. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageTask = foreseen({
  id: 'yadage-task',
  severity: 'error',
  title: 'a stage lacks a part that the engine needs',
  consequence: 'The engine stops in the middle of the run.',
  fix: 'Add what is missing.',
  examples: {
    wrong: [yadageExample({ parameters: '[{key: mass}]' })],
    right: [yadageExample({ parameters: '[{key: mass, value: 750}]' })],
  },
});
