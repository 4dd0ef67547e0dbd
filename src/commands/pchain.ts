/** `reana-ci pchain`: the REANA step of a production chain, and the mistakes of a chain. */
import type { Command } from 'commander';
import type { Edge } from './edge.ts';
import { addJsonOption } from './output.ts';
import type { CheckOptions } from './pchain/check.ts';
import type { StepOptions } from './pchain/step.ts';

/** Adds `pchain`. */
export function registerPchain(program: Command, edge: Edge): void {
  const pchain = program
    .command('pchain')
    .description('write and check the REANA step of a production chain of PanDA');
  pchain
    .command('step')
    .argument('[analysis]', 'folder that pchain is called in', '.')
    .description('print the chain step that runs an analysis on REANA')
    .requiredOption('--image <image>', 'image of reana-ci: docker://… or /cvmfs/…')
    .requiredOption('--input <source>', 'where a dataset comes from: deriv/outDS', append)
    .option('--language <name>', 'what the chain is written in: cwl, snakemake or native', 'cwl')
    .option('--name <name>', 'name of the step', 'reana')
    .option('--run-name <name>', 'name of the run on REANA (pchain_ and the name of the folder)')
    .option('--loop', 'the step runs once in every turn of a loop')
    .option(
      '--spec <file>',
      'specification or template (default: reana-template.yaml or reana.yaml)',
    )
    .option('--var <NAME=VALUE>', 'value of VAR_<NAME>, also %{name}', append)
    .option('--parameter <NAME=VALUE>', 'input parameter of the run, also %{name}', append)
    .option('--site <site>', 'site where the job runs; it needs access to REANA', 'CERN')
    .option('--no-retry', 'do not let PanDA retry a failed job')
    .action(async (analysis: string, options: StepOptions) => {
      const { printStep } = await import('./pchain/step.ts');
      await printStep(edge, analysis, options);
    });
  addJsonOption(pchain.command('check'))
    .argument('<file>', 'chain: CWL, a Snakefile, or a YAML file in the language of PanDA')
    .option('--yaml <file>', 'input values, as given to pchain')
    .description('report what PanDA or a worker node would refuse')
    .action(async (file: string, options: CheckOptions) => {
      const { checkFile } = await import('./pchain/check.ts');
      await checkFile(edge, file, options);
    });
}

function append(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
