/** A parameter that no command uses. */
import { templateParts } from '../../python/template.ts';
import { serialExample } from '../../../lint/kit/example.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';

const parameters = 'inputs:\n  parameters:\n    mass: 750\n';
const example = (command: string) => ({
  'reana.yaml': parameters + (serialExample([command])['reana.yaml'] ?? ''),
});

export const serialUnusedParameter: Rule<SerialSubject> = {
  id: 'serial-unused-parameter',
  severity: 'info',
  code: 'parameters',
  title: 'no command uses a parameter',
  consequence: 'Setting the parameter changes nothing.',
  fix: 'Use it in a command as ${name}, or remove it.',
  examples: {
    wrong: [example('python fit.py')],
    right: [example('python fit.py ${mass}')],
  },
  check: ({ steps, specification: { inputs, document } }) => {
    const used = new Set(
      steps.flatMap(({ commands }) =>
        commands.flatMap(({ text }) => templateParts(text).map(({ name }) => name)),
      ),
    );
    return Object.keys(inputs.parameters)
      .filter((name) => !used.has(name))
      .map((name) => ({
        message: `no command uses the parameter ${name}`,
        ...document.keyPosition(['inputs', 'parameters', name]),
      }));
  },
};
