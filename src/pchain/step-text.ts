/** A REANA step in each of the languages of chains. */
import type { ChainLanguage } from './language.ts';

export interface StepParts {
  readonly name: string;
  /** `step/outDS`, or inputs of the workflow. */
  readonly inputs: readonly string[];
  readonly image: string;
  readonly exec: string;
  readonly args: string;
}

export const writers: Readonly<Record<ChainLanguage, (parts: StepParts) => string>> = {
  cwl: ({ name, inputs, image, exec, args }) =>
    lines(
      `  ${name}:`,
      '    run: reana',
      '    in:',
      `      opt_inDS: ${oneOrList(inputs)}`,
      '      opt_containerImage:',
      `        default: ${image}`,
      '      opt_exec:',
      `        default: ${JSON.stringify(exec)}`,
      '      opt_args:',
      `        default: ${JSON.stringify(args)}`,
      '    out: [outDS]',
    ),
  native: ({ name, inputs, image, exec, args }) =>
    lines(
      `  ${name}:`,
      '    type: reana',
      `    inDS: ${oneOrList(inputs.map((input) => (input.includes('/') ? input : `"{${input}}"`)))}`,
      `    containerImage: ${image}`,
      `    exec: ${JSON.stringify(exec)}`,
      `    args: ${JSON.stringify(args)}`,
    ),
  snakemake({ name, inputs, image, exec, args }) {
    const makers = inputs.flatMap((input) => (input.includes('/') ? [input.split('/')[0]] : []));
    const sources = inputs.map((input) => {
      const [step = '', output] = input.split('/');
      return output === undefined
        ? `param_of(${JSON.stringify(step)}, source=rules.all)`
        : `rules.${step}.output[0]`;
    });
    return lines(
      `rule ${name}:`,
      '    params:',
      `        opt_inDS=${oneOrList(sources)},`,
      `        opt_containerImage=${JSON.stringify(image)},`,
      // Snakemake would take braces for wildcards.
      `        opt_exec=param_exp(${JSON.stringify(exec)}),`,
      `        opt_args=${JSON.stringify(args)}`,
      ...(makers.length === 0
        ? []
        : [`    input: ${makers.map((maker) => `rules.${maker ?? ''}.output`).join(', ')}`]),
      `    output: ${JSON.stringify(name)}`,
      '    shell: "reana"',
    );
  },
};

function oneOrList(items: readonly string[]): string {
  return items.length === 1 ? items.join('') : `[${items.join(', ')}]`;
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
