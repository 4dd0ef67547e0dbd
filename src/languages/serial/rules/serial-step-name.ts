/** Two steps of one name. */
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';

const example = (...names: readonly string[]) => ({
  'reana.yaml': `workflow:
  type: serial
  specification:
    steps:
${names.map((name) => `      - {name: ${name}, environment: 'python:3.12', commands: [python ${name}.py]}\n`).join('')}`,
});

export const serialStepName: Rule<SerialSubject> = {
  id: 'serial-step-name',
  severity: 'warning',
  title: 'two steps have the same name',
  consequence:
    'Their logs cannot be told apart, and FROM and TARGET take the first of them. REANA compares names without regard to case.',
  fix: 'Give every step a name of its own.',
  examples: { wrong: [example('fit', 'Fit')], right: [example('select', 'fit')] },
  check: ({ steps, specification: { document } }) =>
    steps.flatMap(({ givenName: name }, index) => {
      const key = name?.toLowerCase();
      const first = steps.findIndex((step) => step.givenName?.toLowerCase() === key);
      if (key === undefined || first === index) return [];
      return [
        {
          message: `step ${first + 1} has the name ${name ?? ''}, too`,
          ...document.position(['workflow', 'specification', 'steps', index, 'name']),
        },
      ];
    }),
};
