/** Braces in a command that are no parameter. */
import { yadageExample } from './example.ts';
import { foreseen } from './foreseen.ts';

export const yadageCommandPlaceholder = foreseen({
  id: 'yadage-command-placeholder',
  severity: 'error',
  code: 'parameters',
  title: 'braces in a command or script are no parameter of the stage',
  consequence:
    'Python fills in commands with str.format: any other braces, those of the shell, awk or JSON too, end the whole run when the stage comes up.',
  fix: 'Add the parameter to the stage, or double the braces: {{ and }}.',
  examples: {
    wrong: [
      yadageExample({ command: 'python fit.py -o {workdir}' }),
      yadageExample({ command: 'awk "{print $2}" table' }),
      yadageExample({ command: 'echo ${HOME}' }),
    ],
    right: [
      yadageExample({ command: 'python fit.py -o {output}' }),
      yadageExample({ command: 'awk "{{print $2}}" table' }),
    ],
  },
});
