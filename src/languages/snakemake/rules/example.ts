/** The analysis that the examples for Snakemake are made of. */
import { withReplaced } from '../../../lint/kit/example.ts';
import type { RuleExample } from '../../../lint/kit/rule.ts';

const files = {
  'reana.yaml': `inputs:
  files: [Snakefile, config.yaml]
  parameters: {input: config.yaml}
workflow: {type: snakemake, file: Snakefile}
outputs: {files: [limit.json]}
`,
  Snakefile: `configfile: "config.yaml"

rule all:
    input:
        "limit.json"

rule fit:
    output:
        "limit.json"
    container:
        "docker://docker.io/library/python:3.12-slim"
    resources:
        kubernetes_memory_limit="2Gi"
    shell:
        "python fit.py > {output}"
`,
  'config.yaml': 'mass: 750\n',
};

/** The analysis with one text in one of its files replaced by another. */
export function snakemakeExample(
  file: keyof typeof files = 'reana.yaml',
  from = '',
  to = '',
): RuleExample {
  return withReplaced(files, file, from, to);
}
