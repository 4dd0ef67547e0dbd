/** Findings of loading a yadage workflow; `src/languages/yadage/read/load.ts` checks them. */
import type { RuleDescription } from '../kit/rule.ts';
import { serial } from './example.ts';

export const yadageLoadingRules: readonly RuleDescription[] = [
  {
    id: 'yadage-file',
    severity: 'error',
    code: 'serialization',
    refusedBy: 'bundle',
    title: 'the workflow file cannot be read',
    consequence: 'The engine stops before the first stage.',
    fix: 'Correct the file.',
    examples: {
      wrong: [
        {
          'reana.yaml': 'workflow: {type: yadage, file: flow.yml}\ninputs: {files: [flow.yml]}\n',
          'flow.yml': 'a: b: c\n',
        },
      ],
      right: [],
    },
  },
  {
    id: 'yadage-reference',
    severity: 'error',
    code: 'serialization',
    refusedBy: 'bundle',
    title: 'a $ref leads nowhere',
    consequence:
      'The engine stops before the first stage, with an error that names neither file nor place.',
    fix: 'References in the workflow file are relative to the folder of reana.yaml, those in other files to that file.',
    examples: {
      wrong: [
        {
          'reana.yaml': 'workflow: {type: yadage, file: flow.yml}\ninputs: {files: [flow.yml]}\n',
          'flow.yml': 'stages: [{$ref: "steps.yml#/fit"}]\n',
        },
      ],
      right: [],
    },
  },
  {
    id: 'yadage-schema',
    severity: 'error',
    refusedBy: 'bundle',
    title: 'the workflow is not built as yadage wants it',
    consequence: 'The engine stops before the first stage.',
    fix: 'Follow the message.',
    examples: {
      wrong: [
        {
          'reana.yaml': 'workflow: {type: yadage, file: flow.yml}\ninputs: {files: [flow.yml]}\n',
          'flow.yml': 'stages: 1\n',
        },
      ],
      right: [],
    },
  },
  {
    id: 'workflow-elsewhere',
    severity: 'info',
    title: 'the workflow lies in another place and is not checked',
    consequence: 'Nothing is wrong; lint has not seen the workflow.',
    fix: 'Keep the workflow in the analysis to have it checked.',
    examples: {
      wrong: [
        {
          'reana.yaml':
            'inputs: {options: {toplevel: "github:owner/flows"}}\nworkflow: {type: yadage, file: flow.yml}\n',
        },
      ],
      right: [{ 'reana.yaml': serial }],
    },
  },
];
