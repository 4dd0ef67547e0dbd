/** A step that leaves its memory to the cluster. */
import { stepExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const noMemoryLimit: Rule<StepsSubject> = {
  id: 'no-memory-limit',
  severity: 'info',
  title: 'a step has no kubernetes_memory_limit',
  consequence: "The job gets the cluster's default, and is killed (OOMKilled) when it needs more.",
  fix: 'Add kubernetes_memory_limit with what the step needs at its peak, and some reserve.',
  examples: {
    wrong: [stepExample()],
    right: [
      stepExample('kubernetes_memory_limit: 4Gi'),
      stepExample('compute_backend: htcondorcern'),
    ],
  },
  check: ({ steps }) =>
    steps
      .filter(
        ({ hints }) =>
          hints.kubernetes_memory_limit === undefined &&
          (hints.compute_backend ?? 'kubernetes') === 'kubernetes',
      )
      .map((step) => ({
        message: `${step.label} gets the memory that the cluster gives by default`,
        ...step.position,
      })),
};
