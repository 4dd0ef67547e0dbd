/** `step:` for what are several steps. */
import { take, yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageSingleStep = foreseen({
  id: 'yadage-single-step',
  severity: 'error',
  title: 'step: selects a stage that makes several steps',
  consequence: 'The engine stops in the middle of the run, with an empty message.',
  fix: 'Write stages: for the list of all outputs.',
  examples: {
    wrong: [
      yadageExample(
        {
          scheduler: [
            'scheduler_type: multistep-stage',
            'scatter: {method: zip, parameters: [mass]}',
          ],
          parameters: '{mass: [750, 1000]}',
        },
        { name: 'plot', dependencies: '[fit]', parameters: take('limit') },
      ),
    ],
    right: [
      yadageExample(
        {
          scheduler: [
            'scheduler_type: multistep-stage',
            'scatter: {method: zip, parameters: [mass]}',
          ],
          parameters: '{mass: [750, 1000]}',
        },
        {
          name: 'plot',
          dependencies: '[fit]',
          parameters: '{inputs: {stages: fit, output: limit}}',
        },
      ),
    ],
  },
});
