/** A hint that released servers do not know yet. */
import { stepExample } from '../kit/example.ts';
import { levelOn } from '../kit/generation.ts';
import { hintKinds } from '../kit/hint.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const newer = stepExample('compute_backend: htcondorcern', 'htcondor_request_cpus: "4"');

export const newerHint: Rule<StepsSubject> = {
  id: 'newer-hint',
  severity: 'error',
  title: 'a hint is known to servers from 0.95 on only',
  consequence: 'Servers 0.9 pass the hint over, and the job gets the default instead.',
  fix: 'Leave it out, or tell which server it will be (--generation, --online).',
  examples: {
    wrong: [{ ...newer, 'server.json': '{"generation": "0.9"}' }, newer],
    right: [
      { ...newer, 'server.json': '{"generation": "0.95"}' },
      stepExample('compute_backend: htcondorcern', 'htcondor_max_runtime: "3600"'),
    ],
  },
  check: ({ steps, cluster }) => {
    const severity = levelOn(cluster, ['0.9']);
    if (severity === undefined) return [];
    return steps.flatMap((step) =>
      Object.keys(step.hints)
        .filter((name) => hintKinds.get(name)?.isNew === true)
        .map((name) => {
          const message = `${name} needs a server of REANA 0.95 or newer`;
          return { severity, message, ...step.hintPosition(name) };
        }),
    );
  },
};
