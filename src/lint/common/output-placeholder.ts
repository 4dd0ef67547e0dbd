/** A parameter in the name of an output. */
import type { Json } from '../../base/json.ts';
import { pythonStr } from '../../languages/python/value.ts';
import { serialExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const parameters = 'inputs: {parameters: {plot: mass.png}}\n';
const serial = serialExample(['python fit.py ${plot}'])['reana.yaml'] ?? '';

export const outputPlaceholder: Rule<LintSubject> = {
  id: 'output-placeholder',
  severity: 'warning',
  code: 'parameters',
  title: 'the name of an output holds a parameter',
  consequence:
    'REANA replaces parameters in commands only: it looks for an output that is really called so, and nothing is brought back.',
  fix: 'Write the name out; in a template, a placeholder %{name} is replaced everywhere.',
  examples: {
    wrong: [{ 'reana.yaml': parameters + serial.replace('- limit.json', '- "${plot}"') }],
    right: [{ 'reana.yaml': parameters + serial.replace('- limit.json', '- mass.png') }],
  },
  check: ({ specification: { inputs, outputs, document } }) =>
    (['files', 'directories'] as const).flatMap((key) =>
      outputs[key].flatMap((name, index) => {
        if (!placeholder.test(name)) return [];
        const written = name.replaceAll(new RegExp(placeholder, 'g'), (whole, parameter: string) =>
          Object.hasOwn(inputs.parameters, parameter)
            ? textOf(inputs.parameters[parameter])
            : whole,
        );
        const message = `the parameter in ${name} is not replaced`;
        const hint = placeholder.test(written) ? {} : { hint: `Write ${written}.` };
        return [{ message, ...hint, ...document.position(['outputs', key, index]) }];
      }),
    ),
};

/** As commands have it. */
const placeholder = /\$\{(\w+)\}/;

function textOf(value: Json | undefined): string {
  return pythonStr(value ?? null);
}
