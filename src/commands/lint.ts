/** `reana-ci lint`: what REANA would tell after hours, told now. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FindingsFormat } from '../results/findings/format.ts';
import { addConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import { serverGenerations } from '../specification/server-generation.ts';
import type { LintCommandOptions } from './lint/options.ts';

const formats: readonly FindingsFormat[] = ['text', 'json', 'gitlab', 'sarif', 'junit'];

/** Adds `lint`. */
export function registerLint(program: Command, edge: Edge): void {
  addConnectionOptions(program.command('lint'))
    .argument('[file...]', 'specifications, or folders with a reana.yaml (.)')
    .description('check specifications and workflows before they are submitted')
    .option('--format <format>', `one of ${formats.join(', ')}`, readFormat)
    .option('--json', 'the same as --format json')
    .option('--analysis <folder>', 'what paths are relative to (the folder of the specification)')
    .option('--results <folder>', 'write lint.xml (JUnit) and codequality.json there, too')
    .option('--explain <rule>', 'tell what a rule is about')
    .option('--online', 'compare with the limits, images and secrets of the server, too')
    .addOption(
      new Option('--generation <name>', 'which REANA it will run on').choices(serverGenerations),
    )
    .option('--cwltool', 'let cwltool check CWL workflows, too')
    .option('--docker', 'start the images that are here as REANA would, and look into them')
    .option('--pull', 'with --docker: fetch the images that are not here')
    .action(async (files: readonly string[], _options: unknown, self: Command) => {
      const options = self.optsWithGlobals<LintCommandOptions>();
      if (options.explain === undefined) {
        const { lint } = await import('./lint/lint.ts');
        await lint(edge, files, options);
      } else {
        const { explain } = await import('./lint/explain.ts');
        await explain(edge, options.explain);
      }
    });
}

function readFormat(text: string): FindingsFormat {
  const format = formats.find((known) => known === text);
  if (format === undefined) throw new InvalidArgumentError(`It is none of ${formats.join(', ')}.`);
  return format;
}
