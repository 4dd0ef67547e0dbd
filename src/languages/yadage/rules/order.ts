/** A dependency that orders nothing. */
import { take, yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageOrder = foreseen({
  id: 'yadage-order',
  severity: 'warning',
  title: 'a stage depends on another one but uses none of its outputs',
  consequence:
    'The engine lets the stage start as soon as it knows what the other one will publish, mostly before that has run.',
  fix: 'Take an output of the other stage as a parameter, even if the command ignores it.',
  examples: {
    wrong: [yadageExample({}, { name: 'plot', dependencies: '[fit]' })],
    right: [yadageExample({}, { name: 'plot', dependencies: '[fit]', parameters: take('limit') })],
  },
});
