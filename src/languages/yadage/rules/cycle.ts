/** Stages that wait for one another. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageCycle = foreseen({
  id: 'yadage-cycle',
  severity: 'error',
  title: 'stages depend on one another in a circle',
  consequence: 'None of them ever runs, and REANA calls the run finished.',
  fix: 'Remove one of the dependencies.',
  examples: {
    wrong: [yadageExample({ dependencies: '[plot]' }, { name: 'plot', dependencies: '[fit]' })],
    right: [yadageExample({}, { name: 'plot', dependencies: '[fit]' })],
  },
});
