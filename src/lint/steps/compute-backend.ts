/** A compute backend that REANA does not have. */
import { stepExample } from '../kit/example.ts';
import { backends } from '../kit/hint.ts';
import { suggestionHint } from '../../document/suggestion.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const computeBackend: Rule<StepsSubject> = {
  id: 'compute-backend',
  severity: 'error',
  code: 'compute_backend',
  title: 'compute_backend names none of the backends of REANA',
  consequence: 'REANA refuses the specification, or the job when its turn comes.',
  fix: 'Use kubernetes, htcondorcern, slurmcern or compute4punch; kubernetes is the default.',
  examples: {
    wrong: [stepExample('compute_backend: htcondor'), stepExample('compute_backend: Kubernetes')],
    right: [stepExample('compute_backend: htcondorcern')],
  },
  check: ({ steps }) =>
    steps.flatMap((step) => {
      const backend = step.hints.compute_backend;
      if (typeof backend !== 'string' || backends.some((known) => known === backend)) return [];
      return [
        {
          message: `REANA has no compute backend ${JSON.stringify(backend)}`,
          hint: suggestionHint(backend, backends),
          ...step.hintPosition('compute_backend'),
        },
      ];
    }),
};
