/** A multistep stage that cannot scatter, or makes no steps. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageScatter = foreseen({
  id: 'yadage-scatter',
  severity: 'error',
  title: 'a multistep stage cannot scatter, or makes no steps',
  consequence:
    'With an unknown method or an empty list the stage makes no steps and REANA calls the run finished; otherwise the engine stops.',
  fix: 'Scatter over parameters that are lists with something in them, by the method zip or cartesian.',
  examples: {
    wrong: [
      yadageExample({
        scheduler: [
          'scheduler_type: multistep-stage',
          'scatter: {method: dot, parameters: [mass]}',
        ],
        parameters: '{mass: [750, 1000]}',
      }),
      yadageExample({
        scheduler: [
          'scheduler_type: multistep-stage',
          'scatter: {method: zip, parameters: [masses]}',
        ],
        parameters: '{mass: [750, 1000]}',
      }),
      yadageExample({
        scheduler: ['scheduler_type: multistep-stage'],
        parameters: '{mass: [750, 1000]}',
      }),
    ],
    right: [
      yadageExample({
        scheduler: [
          'scheduler_type: multistep-stage',
          'scatter: {method: zip, parameters: [mass]}',
        ],
        parameters: '{mass: [750, 1000]}',
      }),
    ],
  },
});
