/** A hint for a backend that the step does not use. */
import { stepExample } from '../kit/example.ts';
import { hintKinds } from '../kit/hint.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const hintWithoutBackend: Rule<StepsSubject> = {
  id: 'hint-without-backend',
  severity: 'warning',
  code: 'compute_backend',
  title: 'a hint is for another compute backend than the step uses',
  consequence: 'The hint has no effect; the step may run somewhere else than you think.',
  fix: 'Add compute_backend, or remove the hint.',
  examples: {
    wrong: [stepExample('htcondor_max_runtime: workday')],
    right: [stepExample('compute_backend: htcondorcern', 'htcondor_max_runtime: workday')],
  },
  check: ({ steps }) =>
    steps.flatMap((step) => {
      const backend = step.hints.compute_backend ?? 'kubernetes';
      return Object.keys(step.hints).flatMap((name) => {
        const wanted = hintKinds.get(name)?.backend;
        if (wanted === undefined || wanted === backend) return [];
        return [
          {
            message: `${name} has no effect: ${step.label} does not run on ${wanted}`,
            hint: `Add compute_backend: ${wanted}`,
            ...step.hintPosition(name),
          },
        ];
      });
    }),
};
