/** A hint that the workflow engine reads in no server there is. */
import { lateHints, readSince } from '../kit/hint-reader.ts';
import type { Rule, RuleExample } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const unreadHint: Rule<StepsSubject> = {
  id: 'unread-hint',
  severity: 'warning',
  title: 'the workflow engine does not read a hint that others read',
  consequence: 'The hint is silently ignored: the job gets the default instead.',
  fix: 'Remove it, or write the workflow in a language whose engine reads it (serial, yadage).',
  examples: {
    wrong: [snakemakeExample('htcondor_request_cpus="4"')],
    right: [snakemakeExample('htcondor_max_runtime="3600"')],
  },
  check: ({ steps, specification: { language } }) =>
    steps.flatMap((step) =>
      lateHints
        .filter((name) => name in step.hints && readSince(language, name) === 'never')
        .map((name) => ({
          message: `the ${language} engine does not read ${name} of ${step.label}`,
          ...step.hintPosition(name),
        })),
    ),
};

function snakemakeExample(resource: string): RuleExample {
  return {
    'reana.yaml': 'workflow: {type: snakemake, file: Snakefile}\ninputs: {files: [Snakefile]}\n',
    Snakefile: `rule fit:
    output: "limit.json"
    container: "docker://docker.io/library/python:3.12-slim"
    resources: compute_backend="htcondorcern", ${resource}
    shell: "echo 1 > {output}"
`,
  };
}
