/** Mistakes in the metrics and pictures of `.reana-ci.yml`; `settings-file.ts` checks them. */
import type { RuleDescription, RuleExample } from '../kit/rule.ts';
import { serial } from './example.ts';

const good = 'metrics: [{label: Limit, file: a.json, pointer: /x}]';
const many = Array.from({ length: 101 }, (_, n) => `{label: n${n}, file: a.json, pointer: /x}`);

export const metricRules: readonly RuleDescription[] = [
  {
    id: 'duplicate-metric',
    severity: 'warning',
    title: 'two metrics have the same name',
    consequence: 'Only the first of them is shown.',
    fix: 'Give one of them another name or label.',
    examples: {
      wrong: [
        example(
          'metrics: [{label: Limit, file: a.json, pointer: /x}, {label: limit, file: b.json, pointer: /x}]',
        ),
      ],
      right: [
        example(
          'metrics: [{label: Limit, file: a.json, pointer: /x}, {label: Yield, file: b.json, pointer: /x}]',
        ),
      ],
    },
  },
  {
    id: 'too-many-metrics',
    severity: 'warning',
    title: 'there are more than 100 metrics',
    consequence: 'Only the first 100 are shown.',
    fix: 'Name the numbers that tell something.',
    examples: { wrong: [example(`metrics: [${many.join(', ')}]`)], right: [example(good)] },
  },
  {
    id: 'missing-key',
    severity: 'warning',
    title: 'a metric lacks a label, or a place in its file',
    consequence: 'It is not shown.',
    fix: 'Give it a label, and either a pointer or a pattern.',
    examples: {
      wrong: [example('metrics: [{label: Limit, file: a.json}]')],
      right: [example(good)],
    },
  },
  {
    id: 'wrong-path',
    severity: 'warning',
    title: 'a metric names no file of the outputs',
    consequence: 'It is not shown.',
    fix: 'Write the path of an output, relative to the workspace.',
    examples: {
      wrong: [example('metrics: [{label: Limit, file: ../a.json, pointer: /x}]')],
      right: [example(good)],
    },
  },
  {
    id: 'wrong-pointer',
    severity: 'warning',
    title: 'a metric has a pointer that is no JSON pointer',
    consequence: 'It is not shown.',
    fix: 'Begin it, and every part of it, with a slash.',
    examples: {
      wrong: [example('metrics: [{label: Limit, file: a.json, pointer: x}]')],
      right: [example(good)],
    },
  },
  {
    id: 'wrong-pattern',
    severity: 'warning',
    title: 'a metric has a pattern that is no regular expression',
    consequence: 'It is not shown.',
    fix: 'Correct it; its first group is the number.',
    examples: {
      wrong: [example("metrics: [{label: Limit, file: a.txt, pattern: 'limit (['}]")],
      right: [example("metrics: [{label: Limit, file: a.txt, pattern: 'limit ([0-9.]+)'}]")],
    },
  },
  {
    id: 'wrong-value',
    severity: 'warning',
    title: 'better is neither lower nor higher',
    consequence: 'A change of the number gets no verdict.',
    fix: 'Write lower or higher, or leave it out.',
    examples: {
      wrong: [example('metrics: [{label: Limit, file: a.json, pointer: /x, better: less}]')],
      right: [example('metrics: [{label: Limit, file: a.json, pointer: /x, better: lower}]')],
    },
  },
];

function example(settings: string): RuleExample {
  return { 'reana.yaml': serial, '.reana-ci.yml': `${settings}\n` };
}
