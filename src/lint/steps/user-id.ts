/** A user id that REANA does not run jobs under. */
import { stepExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const usualMinimum = 100;

export const userId: Rule<StepsSubject> = {
  id: 'user-id',
  severity: 'error',
  title: 'kubernetes_uid is below the smallest id that clusters allow',
  consequence: 'Servers 0.95 refuse the job; servers 0.9 silently run it as user 1000.',
  fix: 'Use the id that the image was made for, 100 or more; without the line it is 1000.',
  examples: {
    wrong: [stepExample('kubernetes_uid: 0'), stepExample('kubernetes_uid: 99')],
    right: [stepExample('kubernetes_uid: 500'), stepExample()],
  },
  check: ({ steps, cluster }) => {
    const smallest = cluster?.smallestUid ?? usualMinimum;
    return steps.flatMap((step) => {
      const uid = step.hints.kubernetes_uid;
      if (typeof uid !== 'number' || uid >= smallest) return [];
      const message = `kubernetes_uid ${uid} is below ${smallest}`;
      return [{ message, ...step.hintPosition('kubernetes_uid') }];
    });
  },
};
