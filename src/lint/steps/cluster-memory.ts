/** More memory than this cluster gives to a job. */
import { stepExample } from '../kit/example.ts';
import { memoryBytes } from '../kit/hint.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const server = { 'server.json': '{"largestMemory": "16Gi"}' };

export const clusterMemory: Rule<StepsSubject> = {
  id: 'cluster-memory',
  severity: 'error',
  title: 'a step asks for more memory than the server gives (--online)',
  consequence: 'REANA refuses the job when its turn comes, and the run fails.',
  fix: 'Ask for less, or use another cluster.',
  examples: {
    wrong: [{ ...stepExample('kubernetes_memory_limit: 32Gi'), ...server }],
    right: [{ ...stepExample('kubernetes_memory_limit: 16Gi'), ...server }],
  },
  check: ({ steps, cluster }) => {
    const most = memoryBytes(cluster?.largestMemory ?? '');
    if (most === undefined) return [];
    return steps.flatMap((step) =>
      ['kubernetes_memory_limit', 'kubernetes_memory_request'].flatMap((name) => {
        const value = step.hints[name];
        if (typeof value !== 'string' || (memoryBytes(value) ?? 0) <= most) return [];
        const message = `${step.label} asks for ${value}; the server gives at most ${cluster?.largestMemory ?? ''}`;
        return [{ message, ...step.hintPosition(name) }];
      }),
    );
  },
};
