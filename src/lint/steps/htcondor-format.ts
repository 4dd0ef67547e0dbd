/** Requests to HTCondor that are not written as REANA takes them. */
import { stepExample } from '../kit/example.ts';
import { htcondorFormats } from '../kit/hint.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

const flavours = 'espresso, microcentury, longlunch, workday, tomorrow, testmatch or nextweek';
const size = 'Write it like "4 GB"; Gi and Mi are for Kubernetes only.';
const help: Readonly<Record<string, string>> = {
  htcondor_max_runtime: `Give seconds ("3600"), or ${flavours}.`,
  htcondor_request_cpus: 'Give a whole number in quotes: "4".',
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
      [...htcondorFormats].flatMap(([name, pattern]) => {
        const value = step.hints[name];
        if (typeof value !== 'string' || pattern.test(value)) return [];
        const message = `${name}: HTCondor does not understand ${JSON.stringify(value)}`;
        return [{ message, hint: help[name] ?? '', ...step.hintPosition(name) }];
      }),
    ),
};
