/** A compute backend that this cluster does not offer. */
import { stepExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const server = { 'server.json': '{"computeBackends": ["kubernetes"]}' };

export const clusterBackend: Rule<StepsSubject> = {
  id: 'cluster-backend',
  severity: 'error',
  code: 'compute_backend',
  title: 'the server does not offer a compute backend (--online)',
  consequence: 'The server refuses the run.',
  fix: 'Use one of the backends that it offers.',
  examples: {
    wrong: [{ ...stepExample('compute_backend: slurmcern'), ...server }],
    right: [{ ...stepExample('compute_backend: kubernetes'), ...server }],
  },
  check: ({ steps, cluster }) => {
    const offered = cluster?.computeBackends;
    if (offered === undefined || offered.length === 0) return [];
    return steps.flatMap((step) => {
      const backend = step.hints.compute_backend;
      if (typeof backend !== 'string' || offered.includes(backend)) return [];
      const message = `this server has no compute backend ${backend}`;
      const hint = `It has ${offered.join(', ')}.`;
      return [{ message, hint, ...step.hintPosition('compute_backend') }];
    });
  },
};
