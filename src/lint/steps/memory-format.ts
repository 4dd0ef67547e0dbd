/** An amount of memory that Kubernetes would not take. */
import { stepExample } from '../kit/example.ts';
import { memoryBytes } from '../kit/hint.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const names = ['kubernetes_memory_limit', 'kubernetes_memory_request'];

export const memoryFormat: Rule<StepsSubject> = {
  id: 'memory-format',
  severity: 'error',
  title: 'an amount of memory is not written as REANA takes it',
  consequence: 'REANA refuses the job when its turn comes, and the run fails.',
  fix: 'Write a number with one of K, M, G, T, P, E or Ki, Mi, Gi, Ti, Pi, Ei behind it: 8Gi, 1.5G.',
  examples: {
    wrong: [
      stepExample('kubernetes_memory_limit: 8GB'),
      stepExample('kubernetes_memory_limit: 8 Gi'),
      stepExample('kubernetes_memory_limit: 8gi'),
    ],
    right: [
      stepExample('kubernetes_memory_limit: 8Gi'),
      stepExample('kubernetes_memory_limit: 1.5Gi', 'kubernetes_memory_request: 500M'),
    ],
  },
  check: ({ steps }) =>
    steps.flatMap((step) =>
      names.flatMap((name) => {
        const value = step.hints[name];
        if (typeof value !== 'string' || memoryBytes(value) !== undefined) return [];
        return [
          {
            message: `${name} ${JSON.stringify(value)} is no amount of memory`,
            hint: hintFor(value),
            ...step.hintPosition(name),
          },
        ];
      }),
    ),
};

function hintFor(value: string): string {
  const [, number, unit] = /^\s*([\d.]+)\s*([kmgtpe])i?b?\s*$/i.exec(value) ?? [];
  if (number === undefined || unit === undefined) return 'Write it like 8Gi or 500Mi.';
  const plain = number.startsWith('.') ? `0${number}` : number.replace(/\.$/, '');
  return `Write ${plain}${unit.toUpperCase()}i.`;
}
