/** Rucio without the proxy that it logs in with. */
import { stepExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const rucioWithoutProxy: Rule<StepsSubject> = {
  id: 'rucio-without-proxy',
  severity: 'warning',
  title: 'a step asks for rucio but not for voms_proxy',
  consequence:
    'The step has a configuration for Rucio and no proxy to log in with: downloads fail.',
  fix: 'Add voms_proxy: true.',
  examples: {
    wrong: [stepExample('rucio: true')],
    right: [stepExample('rucio: true', 'voms_proxy: true')],
  },
  check: ({ steps }) =>
    steps
      .filter(({ hints }) => hints.rucio === true && hints.voms_proxy !== true)
      .map((step) => ({
        message: `${step.label} asks for rucio but not for voms_proxy`,
        hint: 'Add voms_proxy: true.',
        ...step.hintPosition('rucio'),
      })),
};
