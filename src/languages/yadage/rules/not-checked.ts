/** Parts of a workflow that only the run can tell. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageNotChecked = foreseen({
  id: 'yadage-not-checked',
  severity: 'info',
  title: 'something is known only when the workflow runs',
  consequence: 'Nothing is wrong; what depends on it was not checked.',
  fix: 'Nothing has to be done.',
  examples: {
    wrong: [
      yadageExample(
        {
          scheduler: [
            'scheduler_type: multistep-stage',
            'scatter: {method: zip, parameters: [file]}',
          ],
          parameters: '{file: {stages: list, output: files, flatten: true}}',
          dependencies: '[list]',
        },
        {
          name: 'list',
          publisher: '{publisher_type: fromglob-pub, globexpression: "*.root", outputkey: files}',
        },
      ),
    ],
    right: [yadageExample({})],
  },
});
