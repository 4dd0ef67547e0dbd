/** A command that REANA takes for the last one. */
import type { Json } from '../../../base/json.ts';
import type { RuleExample, Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';
import { earlyEnd } from '../serial-workflow.ts';
import { writtenSteps } from '../written-step.ts';

const example = (...steps: readonly string[]): RuleExample => ({
  'reana.yaml': `workflow:
  type: serial
  specification:
    steps:
${steps.map((commands) => `      - {environment: 'python:3.12', commands: [${commands}]}\n`).join('')}`,
});

export const serialEarlyEnd: Rule<SerialSubject> = {
  id: 'serial-early-end',
  severity: 'error',
  title: 'a command equals the last one of the last step',
  consequence:
    'REANA calls the run finished after the first of them and stops it: what follows is not run, and nothing tells so.',
  fix: 'Make the last command differ, with a comment or a blank at its end: ls -l # last.',
  examples: {
    wrong: [
      example('ls -l, python fit.py, ls -l'),
      example('python fit.py', 'date', 'python fit.py'),
    ],
    right: [
      example('ls -l, python fit.py, "ls -l # last"'),
      example('ls -l, date', 'python fit.py, ls -l'),
    ],
  },
  check: ({ specification }) => {
    const written = writtenSteps(specification);
    const steps = written.map(({ data }) => ({ data, commands: commandsOf(data.commands) }));
    const found = earlyEnd(steps);
    const step = found && written[found.step];
    if (found === undefined || step === undefined) return [];
    const message =
      'REANA ends the run after this command, which equals the last one of the last step';
    const path = [...step.path, 'commands', found.command];
    return [{ message, ...specification.document.position(path) }];
  },
};

function commandsOf(commands: Json | undefined): readonly string[] {
  return Array.isArray(commands) ? (commands as readonly Json[]).map(String) : [];
}
