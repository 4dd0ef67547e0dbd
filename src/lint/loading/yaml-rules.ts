/** Findings of reading a YAML file; `src/document/yaml.ts` and its neighbours check them. */
import type { RuleDescription } from '../kit/rule.ts';
import { serial } from './example.ts';

export const yamlRules: readonly RuleDescription[] = [
  {
    id: 'yaml-syntax',
    severity: 'error',
    code: 'serialization',
    title: 'a file is not YAML',
    consequence: 'REANA cannot read the file and refuses the run.',
    fix: 'Correct the line; text with ": " or " #" in it needs quotes, and indentation is made of spaces.',
    examples: {
      wrong: [{ 'reana.yaml': 'workflow:\n  type: serial: 1\n' }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'yaml-value',
    severity: 'error',
    code: 'serialization',
    title: 'a value is something that REANA cannot take',
    consequence: 'Reading the file ends in an error: dates and the like have no form in JSON.',
    fix: 'Put the value in quotes.',
    examples: {
      wrong: [{ 'reana.yaml': 'inputs: {parameters: {day: 2026-01-31}}\n' + serial }],
      right: [{ 'reana.yaml': 'inputs: {parameters: {day: "2026-01-31"}}\n' + serial }],
    },
  },
  {
    id: 'yaml-tag',
    severity: 'error',
    code: 'serialization',
    title: 'a value has a tag that REANA does not know',
    consequence: 'Reading the file ends in an error.',
    fix: 'Remove the tag.',
    examples: {
      wrong: [{ 'reana.yaml': 'tests: !odd {}\n' + serial }],
      right: [{ 'reana.yaml': 'version: "1"\n' + serial }],
    },
  },
  {
    id: 'yaml-alias',
    severity: 'error',
    code: 'serialization',
    title: 'an alias stands for nothing, or for itself',
    consequence: 'Reading the file ends in an error.',
    fix: 'Give the anchor (&name) before the alias (*name).',
    examples: {
      wrong: [{ 'reana.yaml': 'version: *none\n' + serial }],
      right: [{ 'reana.yaml': 'version: &v "1"\noutputs: {files: [*v]}\n' + serial }],
    },
  },
  {
    id: 'yaml-anchor',
    severity: 'error',
    code: 'serialization',
    title: 'an anchor is given twice',
    consequence: 'Reading the file ends in an error.',
    fix: 'Rename one of them.',
    examples: {
      wrong: [{ 'reana.yaml': 'version: &v "1"\noutputs: {files: [&v a]}\n' + serial }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'yaml-key',
    severity: 'error',
    code: 'serialization',
    title: 'a key is a list or a mapping',
    consequence: 'Reading the file ends in an error.',
    fix: 'Write the key as text.',
    examples: {
      wrong: [{ 'reana.yaml': '? [a]\n: 1\n' + serial }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'yaml-merge',
    severity: 'error',
    code: 'serialization',
    title: '<< merges something that is no mapping',
    consequence: 'Reading the file ends in an error.',
    fix: 'Let << stand for a mapping, or a list of mappings.',
    examples: { wrong: [{ 'reana.yaml': '<<: 3\n' + serial }], right: [{ 'reana.yaml': serial }] },
  },
  {
    id: 'yaml-duplicate-key',
    severity: 'warning',
    code: 'serialization',
    title: 'a key is given twice',
    consequence: 'Only the last one counts; the others are lost silently.',
    fix: 'Remove or rename one of them.',
    examples: {
      wrong: [{ 'reana.yaml': 'outputs: {files: [a]}\noutputs: {files: [b]}\n' + serial }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'yaml-too-deep',
    severity: 'error',
    code: 'serialization',
    title: 'a file is nested too deeply',
    consequence: 'Reading the file ends in an error.',
    fix: 'Write it flatter.',
    examples: {
      wrong: [{ 'reana.yaml': `a: ${'['.repeat(250)}${']'.repeat(250)}\n${serial}` }],
      right: [{ 'reana.yaml': serial }],
    },
  },
  {
    id: 'yaml-too-large',
    severity: 'error',
    code: 'serialization',
    title: 'a file is larger than any specification, or aliases make it grow without bounds',
    consequence: 'Reading the file takes all memory of the server.',
    fix: 'Write repeated parts once, and keep data in files of their own, which jobs read.',
    examples: {
      wrong: [{ 'reana.yaml': `tests: {files: [${'a, '.repeat(45_000)}]}\n${serial}` }],
      right: [{ 'reana.yaml': serial }],
    },
  },
];
