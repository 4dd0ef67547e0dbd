/** The analysis that the examples for CWL are made of. */
import { withReplaced } from '../../../lint/kit/example.ts';
import type { RuleExample } from '../../../lint/kit/rule.ts';

const tool = `cwlVersion: v1.0
class: CommandLineTool
requirements: {DockerRequirement: {dockerPull: "docker.io/library/python:3.12-slim"}}
baseCommand: [python, fit.py]
inputs: {mass: int}
outputs: {limit: {type: File, outputBinding: {glob: limit.json}}}
`;

const workflow = `cwlVersion: v1.0
class: Workflow
inputs: {mass: int}
outputs: {limit: {type: File, outputSource: fit/limit}}
steps:
  fit:
    run: fit.cwl
    in: {mass: mass}
    out: [limit]
`;

const files = {
  'reana.yaml': `inputs:
  files: [workflow.cwl, fit.cwl, input.yml]
  parameters: {input: input.yml}
workflow: {type: cwl, file: workflow.cwl}
outputs: {files: [limit.json]}
`,
  'workflow.cwl': workflow,
  'fit.cwl': tool,
  'input.yml': 'mass: 750\n',
};

/** The analysis with one text in one of its files replaced by another. */
export function cwlExample(
  file: keyof typeof files = 'reana.yaml',
  from = '',
  to = '',
): RuleExample {
  return withReplaced(files, file, from, to);
}
