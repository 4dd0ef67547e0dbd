/** An amount of CPU that Kubernetes would not take. */
import { stepExample } from '../kit/example.ts';
import { isCpuAmount } from '../kit/hint.ts';
import { readsHint } from '../kit/hint-reader.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const names = ['kubernetes_cpu_limit', 'kubernetes_cpu_request'];

export const cpuFormat: Rule<StepsSubject> = {
  id: 'cpu-format',
  severity: 'error',
  title: 'an amount of CPU is not written as REANA takes it',
  consequence:
    'REANA refuses the job when its turn comes, and the run fails; servers 0.9 pass the amount over.',
  fix: 'Write a number of cores ("2", "0.5") or of thousandths of a core ("500m").',
  examples: {
    wrong: [
      stepExample('kubernetes_cpu_limit: 2 cores'),
      stepExample('kubernetes_cpu_request: "0"'),
      stepExample('kubernetes_cpu_limit: 0.5m'),
    ],
    right: [
      stepExample('kubernetes_cpu_limit: "2"', 'kubernetes_cpu_request: 500m'),
      {
        ...stepExample('kubernetes_cpu_limit: 2 cores'),
        'server.json': '{"generation": "0.9"}',
      },
    ],
  },
  check: ({ steps, specification: { language: engine }, cluster }) =>
    steps.flatMap((step) =>
      names.flatMap((name) => {
        const value = step.hints[name];
        if (typeof value !== 'string' || isCpuAmount(value)) return [];
        const { generation = '0.95' } = cluster ?? {};
        if (!readsHint({ engine, generation }, name)) return [];
        const message = `${name} ${JSON.stringify(value)} is no amount of CPU`;
        return [{ message, hint: 'Write it like "2" or "500m".', ...step.hintPosition(name) }];
      }),
    ),
};
