/** A hint of another type than REANA takes. */
import { stepExample } from '../kit/example.ts';
import { fitsHint, hintKinds, shownValue } from '../kit/hint.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const wanted = { text: 'text', boolean: 'true or false', integer: 'a whole number' };

export const hintType: Rule<StepsSubject> = {
  id: 'hint-type',
  severity: 'error',
  title: 'a hint has the wrong type',
  consequence: 'REANA refuses the specification, or refuses the job when its turn comes.',
  fix: 'Put text in quotes; write numbers and true or false without.',
  examples: {
    wrong: [
      stepExample('kubernetes_memory_limit: 8000000000'),
      stepExample('kubernetes_uid: "1000"'),
      stepExample('voms_proxy: "true"'),
    ],
    right: [stepExample('kubernetes_memory_limit: "8000000000"', 'kubernetes_uid: 1000')],
  },
  check: ({ steps }) =>
    steps.flatMap((step) =>
      Object.entries(step.hints).flatMap(([name, value]) => {
        const kind = hintKinds.get(name);
        if (kind === undefined || fitsHint(kind, value)) return [];
        return [
          {
            message: `${name} has to be ${wanted[kind.type]}, not ${shownValue(value)}`,
            hint:
              kind.type === 'text' ? 'Put the value in quotes.' : 'Write the value without quotes.',
            ...step.hintPosition(name),
          },
        ];
      }),
    ),
};
