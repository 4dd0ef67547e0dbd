/** A command that changes nothing but its own shell. */
import { serialExample } from '../../../lint/kit/example.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';
import { shellLines, simpleCommands } from '../../../lint/kit/shell-script.ts';

export const serialShellState: Rule<SerialSubject> = {
  id: 'serial-shell-state',
  severity: 'warning',
  title: 'a command only sets up a shell that no other command uses',
  consequence:
    'Every command is a job of its own, in a container of its own: what export, source, cd, set, alias or conda activate do is gone before the next one begins.',
  fix: 'Join it with the command that needs it: source setup.sh && python fit.py.',
  examples: {
    wrong: [
      serialExample(['source setup.sh', 'python fit.py']),
      serialExample(['export LANG=C', 'python fit.py']),
      serialExample(['cd code && conda activate fit', 'python fit.py']),
    ],
    right: [serialExample(['source setup.sh && python fit.py'])],
  },
  check: ({ steps }) =>
    steps.flatMap(({ commands }) =>
      commands
        .filter(({ text }) => {
          const parts = shellLines(text).flatMap(simpleCommands);
          return parts.length > 0 && parts.every(isState);
        })
        .map(({ text, position }) => ({
          message: `“${firstLine(text)}” has no effect on the commands after it`,
          hint: 'Join it with the next command by &&.',
          ...position,
        })),
    ),
};

function isState(command: string): boolean {
  return /^(?:(?:export|cd|alias|unset|umask|ulimit|shopt|set)\b(?!=)|(?:source|\.)\s|conda\s+activate\b|[A-Za-z_]\w*=\S*$)/.test(
    command,
  );
}

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
