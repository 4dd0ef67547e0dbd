/** A selector that the engine does not understand. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageSelector = foreseen({
  id: 'yadage-selector',
  severity: 'error',
  title: 'a parameter selects an output in a way that yadage does not know',
  consequence: 'The engine stops in the middle of the run.',
  fix: 'Write {step: STAGE, output: NAME}, or {stages: STAGE, output: NAME} for a list.',
  examples: {
    wrong: [yadageExample({ parameters: '{mass: {steps: init, stages: init, output: mass}}' })],
    right: [yadageExample({ parameters: '{mass: {stages: init, output: mass, unwrap: true}}' })],
  },
});
