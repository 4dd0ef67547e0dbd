/** FROM and TARGET that select no step. */
import { suggestionHint } from '../../../document/suggestion.ts';
import { serialExample } from '../../../lint/kit/example.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';

const example = (options: string) => ({
  'reana.yaml': `inputs:\n  options: ${options}\n${serialExample(['python fit.py'])['reana.yaml'] ?? ''}`,
});

export const serialOption: Rule<SerialSubject> = {
  id: 'serial-option',
  severity: 'error',
  code: 'operational_options',
  title: 'FROM or TARGET names no step',
  consequence:
    'A name that does not exist selects nothing, so that all steps run; and when a step has no name, the engine stops before its first job.',
  fix: 'Give the name of a step, and give every step a name.',
  examples: {
    wrong: [example('{TARGET: fits}'), example('{FROM: start}')],
    right: [example('{TARGET: fit}'), example('{FROM: FIT}')],
  },
  check: ({ steps, specification: { inputs, document } }) =>
    ['FROM', 'TARGET'].flatMap((option) => {
      const wanted = inputs.options[option];
      if (typeof wanted !== 'string') return [];
      const names = steps.flatMap(({ givenName }) => givenName ?? []);
      const position = document.position(['inputs', 'options', option]);
      const unnamed = steps
        .filter(({ givenName }) => givenName === undefined)
        .map((step) => ({
          message: `${step.label} has no name, which ${option} needs of every step`,
          ...step.position,
        }));
      if (names.some((name) => name.toLowerCase() === wanted.toLowerCase())) return unnamed;
      const message = `there is no step ${wanted} for ${option}`;
      return [...unnamed, { message, hint: suggestionHint(wanted, names), ...position }];
    }),
};
