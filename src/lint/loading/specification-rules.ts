/** Findings of reading a specification; `src/specification/structure.ts` and its neighbours check them. */
import type { RuleDescription } from '../kit/rule.ts';
import { serial } from './example.ts';

export const specificationRules: readonly RuleDescription[] = [
  {
    id: 'wrong-type',
    severity: 'error',
    title: 'a part of the specification has the wrong type',
    consequence: 'The server refuses the specification.',
    fix: 'Follow the message; numbers that are meant as text need quotes.',
    examples: {
      wrong: [{ 'reana.yaml': 'version: 0.6\n' + serial }],
      right: [{ 'reana.yaml': 'version: "0.6"\n' + serial }],
    },
  },
  {
    id: 'no-workflow',
    severity: 'error',
    title: 'the specification has no workflow',
    consequence: 'The server refuses the specification.',
    fix: 'Add workflow with its type, and the file or the steps.',
    examples: { wrong: [{ 'reana.yaml': 'inputs: {}\n' }], right: [{ 'reana.yaml': serial }] },
  },
  {
    id: 'no-workflow-type',
    severity: 'error',
    title: 'workflow.type is missing',
    consequence: 'The server refuses the specification.',
    fix: 'Give serial, yadage, cwl or snakemake.',
    examples: {
      wrong: [{ 'reana.yaml': 'workflow: {file: flow.yml}\n' }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'unknown-workflow-type',
    severity: 'error',
    title: 'REANA has no such workflow type',
    consequence: 'The server refuses the specification.',
    fix: 'Give serial, yadage, cwl or snakemake.',
    examples: {
      wrong: [{ 'reana.yaml': 'workflow: {type: serail, specification: {}}\n' }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'no-steps',
    severity: 'error',
    title: 'a serial workflow has no steps',
    consequence: 'The server refuses the specification.',
    fix: 'List the steps under workflow.specification.steps.',
    examples: {
      wrong: [{ 'reana.yaml': 'workflow: {type: serial, specification: {}}\n' }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'no-commands',
    severity: 'error',
    title: 'a step has no commands',
    consequence: 'The server refuses the specification.',
    fix: 'List at least one command.',
    examples: {
      wrong: [
        {
          'reana.yaml':
            'workflow: {type: serial, specification: {steps: [{environment: "python:3.12"}]}}\n',
        },
      ],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'no-environment',
    severity: 'error',
    title: 'a step names no image',
    consequence: 'The server refuses the specification; older ones start a job that cannot run.',
    fix: 'Give the image as environment.',
    examples: {
      wrong: [
        { 'reana.yaml': 'workflow: {type: serial, specification: {steps: [{commands: [ls]}]}}\n' },
      ],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'unsafe-path',
    severity: 'error',
    code: 'input_path',
    title: 'a path leads out of the analysis',
    consequence: 'The server refuses the specification.',
    fix: 'Give it relative to the folder of the analysis, without ..',
    examples: {
      wrong: [{ 'reana.yaml': 'inputs: {files: [../fit.py]}\n' + serial }],
      right: [{ 'reana.yaml': 'inputs: {files: [fit.py]}\n' + serial, 'fit.py': '' }],
    },
  },
  {
    id: 'duplicate-input',
    severity: 'error',
    code: 'input_path',
    title: 'an input is listed twice, or lies in a folder that is listed',
    consequence: 'The server refuses the run: “Duplicate input paths … found”.',
    fix: 'Remove one of them.',
    examples: {
      wrong: [
        { 'reana.yaml': 'inputs: {files: [code/a], directories: [code]}\n' + serial, 'code/a': '' },
      ],
      right: [{ 'reana.yaml': 'inputs: {directories: [code]}\n' + serial, 'code/a': '' }],
    },
  },
  {
    id: 'unknown-option',
    severity: 'error',
    code: 'operational_options',
    title: 'inputs.options holds an option that the workflow engine does not have',
    consequence: 'The server refuses the run.',
    fix: 'Remove it or correct its name.',
    examples: {
      wrong: [{ 'reana.yaml': 'inputs: {options: {TARGETS: fit}}\n' + serial }],
      right: [{ 'reana.yaml': 'inputs: {options: {TARGET: fit}}\n' + serial }],
    },
  },
  {
    id: 'unknown-key',
    severity: 'warning',
    title: 'a key that REANA, or reana-ci in `.reana-ci.yml`, does not read',
    consequence: 'The part has no effect, and REANA says nothing.',
    fix: 'Correct the name, or move it to where REANA reads it.',
    examples: {
      wrong: [
        { 'reana.yaml': 'output: {files: [a]}\n' + serial },
        { 'reana.yaml': 'resources: {kerberos: true}\n' + serial },
        { 'reana.yaml': serial, '.reana-ci.yml': 'metrcs: []\n' },
      ],
      right: [
        { 'reana.yaml': 'outputs: {files: [a]}\n' + serial },
        { 'reana.yaml': serial, '.reana-ci.yml': 'metrics: []\n' },
      ],
    },
  },
  {
    id: 'placeholder-in-workflow',
    severity: 'warning',
    code: 'parameters',
    title: 'a template’s placeholder stands in a workflow file',
    consequence: 'Only the specification is filled in: the steps get the placeholder as it stands.',
    fix: 'Hand the value over as an input parameter.',
    examples: {
      wrong: [
        {
          'reana.yaml': 'workflow: {type: yadage, file: flow.yml}\ninputs: {files: [flow.yml]}\n',
          'flow.yml': 'stages: VAR_INPUT\n',
        },
      ],
      right: [{ 'reana.yaml': serial }],
    },
  },
];
