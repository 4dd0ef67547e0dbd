/** A path to stages that cannot be read. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadagePathExpression = foreseen({
  id: 'yadage-path-expression',
  severity: 'error',
  title: 'a dependency or selector is no path to a stage',
  consequence: 'The engine stops before the first stage.',
  fix: 'Names of stages consist of letters, digits, _ and -; list dependencies one by one.',
  examples: {
    wrong: [yadageExample({}, { name: 'plot', dependencies: '["1st fit"]' })],
    right: [yadageExample({}, { name: 'plot', dependencies: '[fit]' })],
  },
});
