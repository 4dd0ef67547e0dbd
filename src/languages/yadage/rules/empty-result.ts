/** A sub-workflow without parameters, or a step that publishes nothing. */
import { subworkflow } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageEmptyResult = foreseen({
  id: 'yadage-empty-result',
  severity: 'error',
  title: 'a sub-workflow gets no parameters, or a step without a process publishes nothing',
  consequence: 'The engine takes the empty result for a failure: the run fails in the end.',
  fix: 'Give the sub-workflow a parameter, even if nothing reads it.',
  examples: {
    wrong: [subworkflow('{}')],
    right: [subworkflow('{mass: 750}')],
  },
});
