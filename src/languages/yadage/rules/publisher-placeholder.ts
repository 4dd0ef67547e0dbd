/** Something published that is no parameter. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadagePublisherPlaceholder = foreseen({
  id: 'yadage-publisher-placeholder',
  severity: 'error',
  code: 'parameters',
  title: 'a publisher names something that is no parameter of the stage',
  consequence: 'The engine stops as soon as the stage comes up.',
  fix: 'Correct the name, or add the parameter to the stage.',
  examples: {
    wrong: [
      yadageExample({ publisher: '{publisher_type: frompar-pub, outputmap: {limit: outputs}}' }),
      yadageExample({
        publisher: '{publisher_type: interpolated-pub, publish: {limit: "{outdir}/limit.json"}}',
      }),
    ],
    right: [
      yadageExample({ publisher: '{publisher_type: frompar-pub, outputmap: {limit: output}}' }),
      yadageExample({
        publisher: '{publisher_type: interpolated-pub, publish: {limit: "{workdir}/limit.json"}}',
      }),
    ],
  },
});
