/** A parameter that is named workdir. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageWorkdirParameter = foreseen({
  id: 'yadage-workdir-parameter',
  severity: 'error',
  code: 'parameters',
  title: 'a stage with interpolated-pub has a parameter named workdir',
  consequence:
    'The engine stops as soon as the stage comes up: the publisher brings a workdir of its own.',
  fix: 'Give the parameter another name, such as outputdir.',
  examples: {
    wrong: [
      yadageExample({
        parameters: '{workdir: "{workdir}"}',
        publisher: '{publisher_type: interpolated-pub, publish: {limit: "{workdir}/limit.json"}}',
      }),
    ],
    right: [
      yadageExample({
        parameters: '{outputdir: "{workdir}"}',
        publisher: '{publisher_type: interpolated-pub, publish: {limit: "{workdir}/limit.json"}}',
      }),
    ],
  },
});
