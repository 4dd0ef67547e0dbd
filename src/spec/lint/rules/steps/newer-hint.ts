/** A hint that released servers do not know yet. */
import { stepExample } from '../../example.ts';
import { hintKinds } from '../../hint.ts';
import type { Rule } from '../../rule.ts';
import type { StepsSubject } from '../../step.ts';

export const newerHint: Rule<StepsSubject> = {
  id: 'newer-hint',
  severity: 'info',
  title: 'a hint is known to servers from 0.95 on only',
  consequence: 'Servers 0.9 pass the hint over, and the job gets the default instead.',
  fix: 'Check the version of your server with reana-ci ping.',
  examples: {
    wrong: [stepExample('compute_backend: htcondorcern', 'htcondor_request_cpus: "4"')],
    right: [stepExample('compute_backend: htcondorcern', 'htcondor_max_runtime: "3600"')],
  },
  check: ({ steps }) =>
    steps.flatMap((step) =>
      Object.keys(step.hints)
        .filter((name) => hintKinds.get(name)?.isNew === true)
        .map((name) => ({
          message: `${name} needs a server of REANA 0.95 or newer`,
          ...step.hintPosition(name),
        })),
    ),
};
