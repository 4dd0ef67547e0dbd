/** Requests to HTCondor that are not written as REANA takes them. */
import { stepExample } from '../../example.ts';
import type { Rule } from '../../rule.ts';
import type { StepsSubject } from '../../step.ts';

const flavours = 'espresso, microcentury, longlunch, workday, tomorrow, testmatch or nextweek';
const size = {
  pattern: /^[1-9]\d*\s*(?:[KMGT]B?)?$/i,
  hint: 'Write it like "4 GB"; Gi and Mi are for Kubernetes only.',
};
const formats: Readonly<Record<string, { readonly pattern: RegExp; readonly hint: string }>> = {
  htcondor_max_runtime: {
    pattern: /^(?:\d+|espresso|microcentury|longlunch|workday|tomorrow|testmatch|nextweek)$/,
    hint: `Give seconds ("3600"), or ${flavours}.`,
  },
  htcondor_request_cpus: { pattern: /^[1-9]\d*$/, hint: 'Give a whole number in quotes: "4".' },
  htcondor_request_memory: size,
  htcondor_request_disk: size,
};

export const htcondorFormat: Rule<StepsSubject> = {
  id: 'htcondor-format',
  severity: 'error',
  title: 'a request to HTCondor is not written as REANA takes it',
  consequence: 'REANA refuses the job when its turn comes, and the run fails.',
  fix: `htcondor_max_runtime takes seconds, or ${flavours}; memory and disk take "4 GB".`,
  examples: {
    wrong: [
      stepExample('compute_backend: htcondorcern', 'htcondor_max_runtime: expresso'),
      stepExample('compute_backend: htcondorcern', 'htcondor_request_memory: 4Gi'),
    ],
    right: [stepExample('compute_backend: htcondorcern', 'htcondor_max_runtime: workday')],
  },
  check: ({ steps }) =>
    steps.flatMap((step) =>
      Object.entries(formats).flatMap(([name, { pattern, hint }]) => {
        const value = step.hints[name];
        if (typeof value !== 'string' || pattern.test(value)) return [];
        const message = `${name}: HTCondor does not understand ${JSON.stringify(value)}`;
        return [{ message, hint, ...step.hintPosition(name) }];
      }),
    ),
};
