/** A command of several lines of which only the last one can fail. */
import { serialExample } from '../../../lint/kit/example.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';
import { shellLines } from '../../../lint/kit/shell-script.ts';

const script = (...lines: readonly string[]): string =>
  ['|', ...lines.map((line) => `            ${line}`)].join('\n');

export const serialUncheckedLines: Rule<SerialSubject> = {
  id: 'serial-unchecked-lines',
  severity: 'warning',
  title: 'a command of several lines goes on after a failed one',
  consequence:
    'Only the exit code of the last line counts: when an earlier line fails, the job goes on and can end as a success with wrong or missing results.',
  fix: 'Begin with a line set -e, or join the lines with &&.',
  examples: {
    wrong: [serialExample([script('python select.py', 'python fit.py')])],
    right: [
      serialExample([script('set -e', 'python select.py', 'python fit.py')]),
      serialExample([script('python select.py &&', 'python fit.py \\', '  --fast')]),
    ],
  },
  check: ({ steps }) =>
    steps.flatMap(({ commands }) =>
      commands
        .filter(({ text }) => {
          const lines = shellLines(text);
          return lines.length > 1 && !lines.some((line) => /^set\s+-\w*e|\berrexit\b/.test(line));
        })
        .map(({ position }) => ({
          message: 'only the last of these lines decides whether the job fails',
          hint: 'Begin with a line set -e.',
          ...position,
        })),
    ),
};
