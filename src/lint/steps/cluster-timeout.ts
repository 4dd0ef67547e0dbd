/** More time than this cluster gives to a job. */
import { stepExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const server = { 'server.json': '{"longestJob": 86400}' };

export const clusterTimeout: Rule<StepsSubject> = {
  id: 'cluster-timeout',
  severity: 'error',
  title: 'a step asks for more time than the server gives (--online)',
  consequence: 'REANA refuses the job when its turn comes, and the run fails.',
  fix: 'Ask for less, or split the step.',
  examples: {
    wrong: [{ ...stepExample('kubernetes_job_timeout: 100000'), ...server }],
    right: [{ ...stepExample('kubernetes_job_timeout: 86400'), ...server }],
  },
  check: ({ steps, cluster }) => {
    const longest = cluster?.longestJob;
    if (longest === undefined) return [];
    return steps.flatMap((step) => {
      const timeout = step.hints.kubernetes_job_timeout;
      if (typeof timeout !== 'number' || timeout <= longest) return [];
      const message = `${step.label} asks for ${timeout} s; the server gives at most ${longest} s`;
      return [{ message, ...step.hintPosition('kubernetes_job_timeout') }];
    });
  },
};
