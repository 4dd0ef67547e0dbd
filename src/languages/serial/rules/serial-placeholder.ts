/** A `$` in a command that REANA cannot make a parameter of. */
import { suggest } from '../../../document/suggestion.ts';
import { templateParts, type TemplatePart } from '../../python/template.ts';
import { serialExample } from '../../../lint/kit/example.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { SerialSubject } from '../steps.ts';

const mass = 'inputs:\n  parameters:\n    mass: 750\n';

export const serialPlaceholder: Rule<SerialSubject> = {
  id: 'serial-placeholder',
  severity: 'error',
  code: 'parameters',
  title: 'a $ in a command is neither a parameter nor written as $$',
  consequence:
    'The engine replaces parameters before the shell sees the command. A name that is no parameter, and anything like $(…), $1, $? or ${x:-y}, ends the run before its first job.',
  fix: 'Write $$ for a dollar of the shell ($$HOME, $$(date)), or declare the parameter under inputs.parameters.',
  examples: {
    wrong: [
      serialExample(['python fit.py --mass $mass']),
      serialExample(['echo $(date)']),
      withParameters(['python fit.py ${mas}']),
      withParameters(['python fit.py ${inputs.parameters.mass}']),
      serialExample(['export X=$HOME']),
    ],
    right: [
      withParameters(['python fit.py --mass $mass "${mass}"']),
      serialExample(['echo $$(date) $$HOME']),
    ],
  },
  check: ({ steps, specification }) => {
    const known = Object.keys(specification.inputs.parameters);
    return steps.flatMap(({ commands }) =>
      commands.flatMap((command) =>
        templateParts(command.text)
          .filter(
            ({ kind, name }) => kind === 'invalid' || (kind === 'name' && !known.includes(name)),
          )
          .map((part) => ({
            ...explain(part, command.text, known),
            ...command.positionOf(part.index),
          })),
      ),
    );
  },
};

function withParameters(commands: readonly string[]): Record<string, string> {
  return { 'reana.yaml': mass + (serialExample(commands)['reana.yaml'] ?? '') };
}

function explain(
  { kind, name, index }: TemplatePart,
  text: string,
  known: readonly string[],
): { message: string; hint: string } {
  if (kind === 'invalid') {
    const rest = text.slice(index, index + 80);
    const [shown = '$'] = /^\$\{[\w.-]+\}/.exec(rest) ?? /^\$\S{0,12}/.exec(rest) ?? [];
    const last = /^\$\{[\w.-]+\.(\w+)\}/.exec(rest)?.[1] ?? '';
    return {
      message: `${shown} cannot be made a parameter, and the engine stops at it`,
      hint: known.includes(last)
        ? `Write \${${last}}.`
        : 'Write $$ for a dollar that the shell is to see.',
    };
  }
  const near = suggest(name, known);
  return {
    message: `there is no parameter ${name}`,
    hint:
      near === undefined
        ? `Write $$${name} for a variable of the shell, or declare ${name} under inputs.parameters.`
        : `Did you mean ${near}?`,
  };
}
