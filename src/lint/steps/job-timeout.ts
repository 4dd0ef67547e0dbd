/** A time limit that leaves a job no time. */
import { stepExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const jobTimeout: Rule<StepsSubject> = {
  id: 'job-timeout',
  severity: 'error',
  title: 'kubernetes_job_timeout is no number of seconds that a job can have',
  consequence: 'REANA refuses the job when its turn comes, and the run fails.',
  fix: 'Give whole seconds above 0: 3600 is an hour.',
  examples: {
    wrong: [stepExample('kubernetes_job_timeout: 0'), stepExample('kubernetes_job_timeout: -60')],
    right: [stepExample('kubernetes_job_timeout: 3600')],
  },
  check: ({ steps }) =>
    steps.flatMap((step) => {
      const timeout = step.hints.kubernetes_job_timeout;
      if (typeof timeout !== 'number' || timeout > 0) return [];
      const message = `kubernetes_job_timeout ${timeout} leaves no time`;
      return [{ message, ...step.hintPosition('kubernetes_job_timeout') }];
    }),
};
