/** A stage that waits for something that never comes. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageDependency = foreseen({
  id: 'yadage-dependency',
  severity: 'error',
  title: 'a stage depends on a stage that does not exist',
  consequence:
    'The stage never runs, nor does anything after it, and REANA calls the run finished.',
  fix: 'Correct the name; stages of an outer or inner workflow have to be reached another way.',
  examples: {
    wrong: [yadageExample({}, { name: 'plot', dependencies: '[fitt]' })],
    right: [yadageExample({}, { name: 'plot', dependencies: '[fit]' })],
  },
});
