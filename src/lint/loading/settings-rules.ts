/** Mistakes in settings and comments; `settings.ts` and `ignore-comment.ts` check them. */
import { pageUrl } from '../../base/home.ts';
import type { RuleDescription } from '../kit/rule.ts';
import { serial } from './example.ts';

export const settingsRules: readonly RuleDescription[] = [
  {
    id: 'unknown-rule',
    severity: 'warning',
    title: 'a setting or a comment names a rule that does not exist',
    consequence: 'It has no effect.',
    fix: `Correct the name; ${pageUrl('rules.md')} lists all.`,
    examples: {
      wrong: [
        { 'reana.yaml': serial, '.reana-ci.yml': 'lint: {rules: {imag-tag: off}}\n' },
        { 'reana.yaml': serial + '# reana-ci-ignore no-such: because\n' },
      ],
      right: [{ 'reana.yaml': serial, '.reana-ci.yml': 'lint: {rules: {image-tag: off}}\n' }],
    },
  },
  {
    id: 'ignore-without-reason',
    severity: 'warning',
    isUnseen: true,
    title: 'a comment silences a rule without a reason',
    consequence: 'It silences nothing.',
    fix: 'Write the reason behind the rule: # reana-ci-ignore image-tag: pinned by our registry',
    examples: {
      wrong: [
        {
          'reana.yaml':
            'workflow:\n  type: serial\n  specification:\n    steps:\n      - name: fit\n        environment: python:latest  # reana-ci-ignore image-tag\n        commands: [python fit.py]\n',
        },
      ],
      right: [
        {
          'reana.yaml':
            'workflow:\n  type: serial\n  specification:\n    steps:\n      - name: fit\n        environment: python:latest  # reana-ci-ignore image-tag: rebuilt by us\n        commands: [python fit.py]\n',
        },
      ],
    },
  },
  {
    id: 'unused-ignore',
    severity: 'info',
    isUnseen: true,
    title: 'a comment silences what is not there',
    consequence: 'It has no effect, and may hide a later mistake.',
    fix: 'Remove the comment.',
    examples: {
      wrong: [
        {
          'reana.yaml':
            'workflow:\n  type: serial\n  specification:\n    steps:\n      - name: fit\n        environment: python:3.12  # reana-ci-ignore image-tag: rebuilt by us\n        commands: [python fit.py]\n',
        },
      ],
      right: [
        {
          'reana.yaml':
            'workflow:\n  type: serial\n  specification:\n    steps:\n      - name: fit\n        environment: python:latest  # reana-ci-ignore image-tag: rebuilt by us\n        commands: [python fit.py]\n',
        },
      ],
    },
  },
];
